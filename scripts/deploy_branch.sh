#!/bin/sh
# Deploy by pushing the finished site as the one commit of a branch: GitHub Pages, and other hosts that
# publish a branch. For KC_DEPLOY of scheduled_run.sh; it leaves the checkout and its branches alone.
#
# Why no Pages action: GitHub tells deployments apart by the commit of the workflow's run. A schedule runs
# on the same commit hour after hour, and only the first of those deployments is ever served. A commit of
# its own for every change of the site is served each time.
#
#   KC_SITE           the folder to deploy (site)
#   KC_REMOTE         the remote to push to (origin)
#   KC_DEPLOY_BRANCH  the branch that the host publishes (gh-pages); its history is thrown away
set -eu
cd "$(dirname "$0")/.."

site=${KC_SITE:-site}
remote=${KC_REMOTE:-origin}
branch=${KC_DEPLOY_BRANCH:-gh-pages}
export GIT_TERMINAL_PROMPT=0

[ -f "$site/index.html" ] || {
  printf '%s\n' "There is no finished site in $site. Run: make build" >&2
  exit 1
}

# An index of its own: the editors' files and what they have staged are not touched.
mkdir -p .build
GIT_INDEX_FILE=$PWD/.build/deploy-index
export GIT_INDEX_FILE
rm -f "$GIT_INDEX_FILE"
trap 'rm -f "$GIT_INDEX_FILE"' EXIT
git_dir=$(git rev-parse --absolute-git-dir)
(cd "$site" && git --git-dir="$git_dir" --work-tree=. add --all --force .)

# A file of that name tells GitHub to publish the files as they are.
[ -e "$site/.nojekyll" ] || git update-index --add --cacheinfo "100644,$(git hash-object -w --stdin </dev/null),.nojekyll"

last=
if git fetch --quiet --depth 1 "$remote" "$branch" 2>/dev/null; then
  last=$(git rev-parse FETCH_HEAD)
  # Where the host keeps the site's own domain; without the file it would forget it.
  if [ ! -e "$site/CNAME" ] && name=$(git rev-parse --quiet --verify "$last:CNAME"); then
    git update-index --add --cacheinfo "100644,$name,CNAME"
  fi
fi

tree=$(git write-tree)
if [ -n "$last" ] && [ "$(git rev-parse "$last^{tree}")" = "$tree" ]; then
  printf '%s\n' "The site has not changed since the last deploy."
  exit 0
fi
if [ -z "$(git config user.email)" ]; then
  export GIT_AUTHOR_NAME="${GIT_AUTHOR_NAME:-Scheduled run}" GIT_AUTHOR_EMAIL="${GIT_AUTHOR_EMAIL:-scheduled-run@localhost}"
  export GIT_COMMITTER_NAME="${GIT_COMMITTER_NAME:-Scheduled run}" GIT_COMMITTER_EMAIL="${GIT_COMMITTER_EMAIL:-scheduled-run@localhost}"
fi
commit=$(git commit-tree -m "The site as of $(git rev-parse --short HEAD)" "$tree")
git push --quiet --force "$remote" "$commit:refs/heads/$branch"
printf '%s\n' "Pushed to $branch on $remote."
