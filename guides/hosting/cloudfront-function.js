// CloudFront function (viewer request): S3 knows files alone, so /articles/ asks for its index.html, and /articles
// leads to /articles/.
function handler(event) {
  var request = event.request;
  var name = request.uri.slice(request.uri.lastIndexOf("/") + 1);
  if (name === "") {
    request.uri += "index.html";
    return request;
  }
  if (name.indexOf(".") !== -1) {
    return request;
  }
  var query = [];
  for (var key in request.querystring) {
    var given = request.querystring[key];
    (given.multiValue || [given]).forEach(function (one) {
      query.push(key + "=" + one.value);
    });
  }
  // Relative: what was asked for may begin with two slashes, and would then be another host.
  var location = "./" + name + "/" + (query.length ? "?" + query.join("&") : "");
  return { statusCode: 301, statusDescription: "Moved Permanently", headers: { location: { value: location } } };
}
