#!/bin/sh
# Publish the finished site to S3 behind CloudFront; for KC_DEPLOY of `knowledge-center run`. Needs the AWS CLI.
#   S3_BUCKET                the bucket's name
#   CLOUDFRONT_DISTRIBUTION  the distribution's id; without it nothing is invalidated
#   KC_SITE                  the folder of the finished site (site)
set -eu
site=${KC_SITE:-site}
bucket=s3://${S3_BUCKET:?Set S3_BUCKET to the name of the bucket.}
if [ ! -f "$site/index.html" ]; then
  echo "There is no finished site in $site. Run: knowledge-center build" >&2
  exit 1
fi

# A build writes every file anew; what is the same as at the last deploy is not uploaded again.
sum=$(cd "$site" && find . -type f -exec sha256sum {} + | LC_ALL=C sort | sha256sum)
if [ "$(aws s3 cp --quiet "$bucket/.deployed" - 2>/dev/null || true)" = "$sum" ]; then
  echo "The site has not changed since the last deploy."
  exit 0
fi

# Browsers ask each time whether a file has changed; CloudFront keeps it until it is told otherwise, below.
fresh="public, max-age=0, s-maxage=86400, must-revalidate"
for_ever="public, max-age=31536000, immutable"
set -f
known=
settled=
put() { # put CACHE TYPE PATTERN…
  cache=$1 type=$2
  shift 2
  wanted=
  for pattern in "$@"; do
    wanted="$wanted --include $pattern"
    known="$known --exclude $pattern"
  done
  # shellcheck disable=SC2086  # patterns hold no blanks
  aws s3 sync --only-show-errors "$site" "$bucket" --exclude '*' $wanted $settled --content-type "$type" \
    --cache-control "$cache"
}

# What pages ask for goes before the pages, the pages before what leads to them.
put "$for_ever" application/octet-stream 'search-index/index/*'
put "$for_ever" 'text/css; charset=utf-8' 'assets/hashed/*.css'
put "$for_ever" 'text/javascript; charset=utf-8' 'assets/hashed/*.js'
put "$for_ever" font/woff2 'assets/hashed/*.woff2'
settled="--exclude assets/hashed/* --exclude search-index/index/*"
put "$fresh" 'text/css; charset=utf-8' '*.css'
put "$fresh" 'text/javascript; charset=utf-8' '*.js'
put "$fresh" 'text/plain; charset=utf-8' '*.txt'
put "$fresh" font/woff2 '*.woff2'
put "$fresh" image/svg+xml '*.svg'
put "$fresh" image/png '*.png'
put "$fresh" image/jpeg '*.jpg' '*.jpeg'
put "$fresh" image/webp '*.webp'
put "$fresh" image/avif '*.avif'
put "$fresh" image/gif '*.gif'
put "$fresh" application/gzip '*.gz'
put "$fresh" 'text/html; charset=utf-8' '*.html'
put "$fresh" application/json '*.json'
put "$fresh" 'text/x-opml; charset=utf-8' '*.opml'
put "$fresh" application/xml '*.xml' '*.rss'
# Anything else, with the type that the AWS CLI knows for it.
# shellcheck disable=SC2086
aws s3 sync --only-show-errors "$site" "$bucket" $known --cache-control "$fresh"
# What is gone goes last.
aws s3 sync --only-show-errors "$site" "$bucket" --delete --size-only --exclude .deployed

if [ -n "${CLOUDFRONT_DISTRIBUTION:-}" ]; then
  aws cloudfront create-invalidation --distribution-id "$CLOUDFRONT_DISTRIBUTION" --paths '/*' > /dev/null
fi
printf '%s\n' "$sum" | aws s3 cp --quiet - "$bucket/.deployed"
echo "Published to $bucket."
