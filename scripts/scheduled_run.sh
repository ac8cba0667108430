#!/bin/sh
# One scheduled run, for any scheduler: the articles go live, digests that are due are closed and pushed,
# and the new issues go live. Run it every hour; what is not due is left alone. It sends no mail.
#
#   update  follow the branch on the remote
#   build   check and build site/
#   deploy  KC_DEPLOY, so that articles are live before any issue speaks of them
#   close   close_digest.py --all, and close_archive.py where an archive was begun; commit what they wrote, push;
#           the push decides who was first
#   build, deploy again, if the close or somebody else's push changed anything
#   check   that each new issue's address answers 200
#
# Whatever fails ends the run with 1 and a sentence; the next run begins again where it can. Give it a
# checkout of its own: it follows the remote there, and refuses to run where somebody is at work.
#
#   KC_DEPLOY    the command that deploys; it finds the finished site in the folder $KC_SITE
#   KC_DRY_RUN   anything: build, say what would be closed, and neither write docs/ nor push nor deploy
#   KC_REMOTE    the remote to follow and to push to (origin)
#   KC_BRANCH    the branch (the one that is checked out)
#   KC_SITE_URL  where the deployed site answers, if that is not site_url in mkdocs.yml
#   KC_PATIENCE  how many seconds a new issue may take to be there (600)
set -eu
cd "$(dirname "$0")/.."

python=.venv/bin/python
mark='Closed-by: scripts/scheduled_run.sh'
remote=${KC_REMOTE:-origin}
patience=${KC_PATIENCE:-600}
refused=0
# Nobody is there to type a password.
export GIT_TERMINAL_PROMPT=0

say() { printf '%s\n' "$*"; }

stop() {
  printf '%s\n' "$*" >&2
  exit 1
}

prepare() {
  git rev-parse --git-dir >/dev/null 2>&1 || stop "This is no git checkout, and the ledger lives in git."
  branch=${KC_BRANCH:-$(git symbolic-ref --quiet --short HEAD)} || stop "No branch is checked out. Name one: KC_BRANCH=main"
  if [ -z "$(git config user.email)" ]; then
    export GIT_AUTHOR_NAME="${GIT_AUTHOR_NAME:-Scheduled run}" GIT_AUTHOR_EMAIL="${GIT_AUTHOR_EMAIL:-scheduled-run@localhost}"
    export GIT_COMMITTER_NAME="${GIT_COMMITTER_NAME:-Scheduled run}" GIT_COMMITTER_EMAIL="${GIT_COMMITTER_EMAIL:-scheduled-run@localhost}"
  fi
  mkdir -p .build
  exec 9>.build/scheduled-run.lock
  if command -v flock >/dev/null 2>&1 && ! flock -n 9; then
    say "Another scheduled run is at work here; this one leaves it to that."
    exit 0
  fi
}

install() {
  make --silent install
  docs=$(setting docs_dir)
  archive=$docs/articles/.archive.yml
}

setting() {
  "$python" -c 'import sys; from pathlib import Path
from knowledge_center.problems import Unusable; from knowledge_center.settings.model import read
try: print(getattr(read(Path("mkdocs.yml")), sys.argv[1]))
except Unusable as unusable: sys.exit(str(unusable))' "$1"
}

here() { git rev-parse HEAD; }

left_to_commit() { git status --porcelain -- "$docs/digests" "$archive"; }

update() {
  # Nothing of the checkout is run before it is up to date: what is broken in it may be mended there.
  [ -z "$(git status --porcelain)" ] || clear_up
  follow
}

clear_up() {
  install
  strange=$(git status --porcelain -- . ":(exclude)$docs/digests" ":(exclude)$archive")
  [ -z "$strange" ] || stop "Somebody is at work in this checkout:
$strange
A scheduled run wants a checkout of its own. Commit and push this, or clone the repository for the schedule."
  [ -z "${KC_DRY_RUN:-}" ] || return 0
  # Nobody has seen it, so it is closed anew. Kept all the same, in case a person wrote it.
  set --
  for place in "$docs/digests" "$archive"; do
    [ ! -e "$place" ] || set -- "$@" "$place"
  done
  say "$docs holds what a run that was stopped has left. It is put aside; see: git stash list"
  git stash push --quiet --include-untracked --message "left by a scheduled run" -- "$@"
}

# To the remote's state of the branch. Only commits of our own that never arrived are given up.
follow() {
  git fetch --quiet "$remote" "$branch" || stop "$remote could not be asked for $branch; git says why above."
  theirs=$(git rev-parse FETCH_HEAD)
  [ -z "$(git log --format=%H --invert-grep --grep="^$mark\$" "$theirs..HEAD")" ] ||
    stop "This checkout has commits that $branch on $remote does not have. Push them first: git push"
  [ -z "${KC_DRY_RUN:-}" ] || return 0
  git reset --quiet --keep "$theirs"
}

build() {
  install
  "$python" scripts/build.py
  built=$(here)
}

deploy() {
  if [ -z "${KC_DEPLOY:-}" ]; then
    say "KC_DEPLOY is not set: site/ is ready, and nothing is deployed."
  elif [ -n "${KC_DRY_RUN:-}" ]; then
    say "Would deploy: $KC_DEPLOY"
  else
    KC_SITE="$PWD/site" sh -c "$KC_DEPLOY" 9>&- || stop "The site was not deployed; this failed: $KC_DEPLOY"
  fi
}

# The pages of the issues that came since the run began, one a line, relative to the site.
new_issues() {
  git diff --name-only --diff-filter=A "$start" "$1" -- "$docs/digests" | while IFS= read -r path; do
    issue=${path#"$docs/"}
    issue=${issue%.md}
    case $issue in
    *.* | */index) ;; # no issue: the record of what was dealt with, somebody's draft, a page
    digests/*/*) say "$issue/" ;;
    esac
  done
}

close() {
  if [ -n "${KC_DRY_RUN:-}" ]; then
    "$python" scripts/close_digest.py --all --dry-run || refused=$?
    [ ! -e "$archive" ] || "$python" scripts/close_archive.py --dry-run || refused=$?
    return 0
  fi
  for attempt in first second; do
    refused=0
    "$python" scripts/close_digest.py --all || refused=$?
    [ ! -e "$archive" ] || "$python" scripts/close_archive.py || refused=$?
    [ -n "$(left_to_commit)" ] || return 0
    set -- "$docs/digests"
    [ ! -e "$archive" ] || set -- "$@" "$archive"
    git add --all -- "$@"
    before=$(here)
    git commit --quiet --message "$(what_was_closed)" --message "$mark" -- "$@"
    if git push --quiet "$remote" "HEAD:refs/heads/$branch"; then
      say "Pushed to $branch on $remote."
      return 0
    fi
    # The push is the lock: whoever comes second gives up what it closed, and looks again.
    follow
    [ "$theirs" != "$before" ] ||
      stop "$remote did not take the push, and nobody was faster: git says why above. Nothing was closed."
    [ "$attempt" = first ] || break
    say "Somebody pushed meanwhile. Once more, from there."
    build
    deploy
  done
  stop "Somebody pushed meanwhile, twice. Nothing was closed; the next run does it."
}

what_was_closed() {
  names=$(git diff --cached --name-only --diff-filter=A -- "$docs/digests" | sed -n "s|^$docs/digests/\(.*\)\.md\$|\1|p" | paste -s -d ' ' -)
  if [ -n "$names" ]; then
    say "Close $names"
  elif git diff --cached --quiet -- "$archive"; then
    say "Record which dates of the digests are dealt with"
  else
    say "Close a page of the archive feed"
  fi
}

answers() {
  "$python" -c 'import sys, urllib.request
try: answer = urllib.request.urlopen(urllib.request.Request(sys.argv[1], headers={"User-Agent": "knowledge-center"}), timeout=20)
except Exception: sys.exit(1)
sys.exit(answer.status != 200)' "$1"
}

check() {
  [ -n "${KC_DEPLOY:-}" ] || return 0
  new=$(new_issues HEAD)
  [ -n "$new" ] || return 0
  site=${KC_SITE_URL:-$(setting site_url)}
  for page in $new; do
    url=${site%/}/$page
    waited=0
    until answers "$url"; do
      [ "$waited" -lt "$patience" ] ||
        stop "$url does not answer with 200, $patience seconds after the deploy. Is the site there, and is site_url in mkdocs.yml its address?"
      sleep 5
      waited=$((waited + 5))
    done
    say "Live: $url"
  done
}

prepare
update
start=$(here)
build
deploy
close
if [ "$(here)" != "$built" ]; then
  build
  deploy
fi
check
exit "$refused"
