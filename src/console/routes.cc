#include "console/routes.h"

#include <algorithm>
#include <string>

#include "door/page.h"
#include "door/problem.h"
#include "door/problem_schema.h"
#include "http/negotiation.h"

namespace bearward::console {
namespace {

using base::Result;
using door::Call;
using door::Reply;
using AssetList = std::span<const Asset>;

constexpr std::string_view kPage = "index.html";
constexpr std::string_view kForever = "public, max-age=31536000, immutable";
// require-trusted-types-for: the page has no sink for markup at all (incident class K1).
constexpr std::string_view kSources =
    "; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'";
constexpr door::Success kFileForms[] = {{200, "The file.", &json::kText, door::kHtmlType},
                                        {200, "The file.", &json::kText, "text/javascript"},
                                        {200, "The file.", &json::kText, "text/css"},
                                        {200, "The file.", &json::kText, "image/svg+xml"},
                                        {304, "The client has this version."}};
constexpr door::Contract kPageContract = {.successes = kFileForms, .errors = door::kStatuses<404>};
constexpr door::Contract kFileContract = {.successes = kFileForms};
constexpr door::Content kErrorForms[] = {{door::kProblemType, &door::kProblem},
                                         {door::kTextType, &json::kText}};
constexpr std::string_view kMissing =
    "This server was built without its console. The API works. To have the console, build with "
    "Node.js 22: ./dev build installs it.";

const Asset* Find(AssetList assets, std::string_view path) {
  const auto found = std::ranges::find(assets, path, &Asset::path);
  return found == assets.end() ? nullptr : &*found;
}

// Form is one representation of a file. An empty `coding` is the plain file.
struct Form {
  std::string_view coding;
  std::string_view body;
};

// FormFor returns the form with the content coding that the client prefers. The smaller one decides
// between equal weights.
Form FormFor(const Asset& asset, std::string_view accept_encoding) {
  const int brotli = http::CodingWeight(accept_encoding, "br");
  const int gzip = http::CodingWeight(accept_encoding, "gzip");
  if (brotli > 0 && brotli >= gzip && !asset.brotli.empty()) return {"br", asset.brotli};
  if (gzip > 0 && !asset.gzip.empty()) return {"gzip", asset.gzip};
  return {"", asset.plain};
}

// TagOf returns the ETag of a form. Forms of one file have different ones, so that a cache does not
// combine their bytes (RFC 9110 section 8.8.3.3).
std::string TagOf(const Asset& asset, std::string_view coding) {
  std::string tag = '"' + std::string(asset.hash);
  if (!coding.empty()) (tag += '-') += coding;
  return tag + '"';
}

Reply FileReply(const Asset& asset, const http::Request& request) {
  const Form form = FormFor(asset, request.Find("Accept-Encoding"));
  const std::string tag = TagOf(asset, form.coding);
  const bool unchanged = http::MatchesTag(request.Find("If-None-Match"), tag);
  Reply reply = unchanged ? door::EmptyReply(304) : door::PageReply(200, "", kSources);
  const bool hashed = asset.path.starts_with("assets/");
  reply.headers.Set("Cache-Control", hashed ? kForever : "no-cache");
  reply.headers.Set("ETag", tag);
  reply.headers.Set("Vary", "Accept-Encoding");
  if (unchanged) return reply;
  reply.content_type = asset.content_type;
  if (!form.coding.empty()) reply.headers.Set("Content-Encoding", form.coding);
  reply.body = form.body;
  return reply;
}

Result<Reply> ReadPage(const AssetList& assets, Call& call) {
  const Asset* const page = Find(assets, kPage);
  if (page == nullptr) {
    return base::Fail(base::NotFound("console_missing", std::string(kMissing)));
  }
  return FileReply(*page, call.request());
}

Result<Reply> ReadFile(const AssetList& assets, Call& call) {
  const std::string_view path = call.RawParam("path");
  const Asset* const file = Find(assets, path.substr(std::min<std::size_t>(1, path.size())));
  if (file != nullptr) return FileReply(*file, call.request());
  // A missing file is no page: an old page that asks for an old script must not get HTML.
  const bool names_file = path.starts_with("/assets/");
  if (names_file)
    return base::Fail(base::NotFound(std::string(door::kRouteNotFound), "Not found."));
  return ReadPage(assets, call);
}

}  // namespace

door::Dialect MakeDialect() {
  door::Dialect dialect;
  dialect.name = "console";
  dialect.mount.prefixes = {"/console"};
  dialect.errors.contents = kErrorForms;
  dialect.errors.write = [](const base::Error& error, const Call& call) {
    if (!door::WantsPage(call.request())) return door::Problem(error, call);
    return door::TextReply(door::StatusOf(error), error.public_text + "\n");
  };
  return dialect;
}

std::vector<door::Route> Routes(AssetList assets, const door::Dialect& dialect) {
  using enum http::Method;
  return {
      {kGet, "/console", door::OpenGuard(), door::RunOn::kInline, door::Bind(assets, ReadPage),
       "console.page", "Show the console", &kPageContract, &dialect},
      {kGet, "/console/{path*}", door::OpenGuard(), door::RunOn::kInline,
       door::Bind(assets, ReadFile), "console.file", "Read a file of the console", &kFileContract,
       &dialect},
  };
}

}  // namespace bearward::console
