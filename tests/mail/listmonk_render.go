// What listmonk makes of a campaign for one subscriber: models/campaigns.go (CompileTemplate) and
// internal/manager/message.go (render), with the functions of theirs that our mails call. JSON to and fro.
package main

import (
	"encoding/json"
	"html/template"
	"os"
	"regexp"
	"strings"
	txt "text/template"
)

type mail struct{ Subject, HTML, Text, Error string }

const address = "https://lists.example.com/subscription/c/s"

var shorthands = []struct {
	found *regexp.Regexp
	full  string
}{
	{regexp.MustCompile(`{{\s*TrackLink\s+"([^"]+)"\s*}}`), `{{ TrackLink "$1" . }}`},
	{regexp.MustCompile(`(https?://[\p{L}\p{N}_\-\.~!#$&'()*+,/:;=?@\[\]]*)@TrackLink`), `{{ TrackLink "$1" . }}`},
	{regexp.MustCompile(`{{(\s+)?(TrackView|UnsubscribeURL|ManageURL|OptinURL|MessageURL)(\s+)?}}`), `{{ $2 . }}`},
}

var functions = map[string]interface{}{
	"Safe":           func(text string) template.HTML { return template.HTML(text) },
	"TrackLink":      func(url string, _ interface{}) string { return "https://lists.example.com/link/1" },
	"UnsubscribeURL": func(_ interface{}) string { return address },
}

func spelledOut(text string) string {
	for _, one := range shorthands {
		text = one.found.ReplaceAllString(text, one.full)
	}
	return text
}

func html(text string, base bool) (string, error) {
	made, err := template.New("content").Funcs(functions).Parse(spelledOut(text))
	if err != nil {
		return "", err
	}
	name := "content"
	if base {
		around := template.Must(template.New("base").Funcs(functions).Parse(`{{ template "content" . }}`))
		if made, err = around.AddParseTree("content", made.Tree); err != nil {
			return "", err
		}
		made, name = around, "base"
	}
	out := strings.Builder{}
	err = made.ExecuteTemplate(&out, name, nil)
	return out.String(), err
}

func plain(text string) (string, error) {
	made, err := txt.New("content").Funcs(functions).Parse(spelledOut(text))
	if err != nil {
		return "", err
	}
	out := strings.Builder{}
	err = made.Execute(&out, nil)
	return out.String(), err
}

func main() {
	var mails []mail
	if err := json.NewDecoder(os.Stdin).Decode(&mails); err != nil {
		panic(err)
	}
	for number := range mails {
		one, errors := &mails[number], [3]error{}
		one.Subject, errors[0] = plain(one.Subject)
		one.HTML, errors[1] = html(one.HTML, true)
		one.Text, errors[2] = html(one.Text, false)
		for _, err := range errors {
			if err != nil {
				one.Error += err.Error() + "\n"
			}
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(mails); err != nil {
		panic(err)
	}
}
