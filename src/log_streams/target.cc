#include "log_streams/target.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/invalid.h"

namespace bearward::log_streams {
namespace {

using model::LogStream;
using model::LogStreamType;

// Use says whether a type has a member.
enum class Use : std::uint8_t { kNone, kOptional, kRequired };

// Form is how the URL of a type is written.
enum class Form : std::uint8_t { kHttp, kSyslog, kFile };

struct TypeRow {
  LogStreamType type;
  Form form;
  Use secret;
  Use region = Use::kNone;
  Use key_id = Use::kNone;
  Use header = Use::kNone;
  Use headers = Use::kNone;
};

constexpr auto kTypes = std::to_array<TypeRow>({
    {LogStreamType::kDatadog, Form::kHttp, Use::kRequired},
    {LogStreamType::kSplunk, Form::kHttp, Use::kRequired},
    {LogStreamType::kAzureSentinel, Form::kHttp, Use::kRequired, Use::kNone, Use::kRequired},
    {LogStreamType::kHttpsJson, Form::kHttp, Use::kOptional, Use::kNone, Use::kNone, Use::kOptional,
     Use::kOptional},
    {LogStreamType::kHttpsNdjson, Form::kHttp, Use::kOptional, Use::kNone, Use::kNone,
     Use::kOptional, Use::kOptional},
    {LogStreamType::kS3, Form::kHttp, Use::kRequired, Use::kRequired, Use::kRequired},
    {LogStreamType::kSyslog, Form::kSyslog, Use::kNone},
    {LogStreamType::kFile, Form::kFile, Use::kNone},
});

const TypeRow& RowOf(LogStreamType type) {
  return *std::ranges::find(kTypes, type, &TypeRow::type);
}

base::Status CheckUse(const LogStream& stream, Use use, bool given, const std::string& name) {
  const std::string type(base::Word(stream.type));
  if (use == Use::kRequired && !given) {
    return base::Fail(base::Invalid(
        "missing_field", "A stream of the type " + type + " needs `" + name + "`.", {name}));
  }
  if (use == Use::kNone && given) {
    return base::Fail(base::Invalid(
        "invalid_value", "A stream of the type " + type + " has no `" + name + "`.", {name}));
  }
  return {};
}

base::Status InvalidUrl(const std::string& wanted) {
  return base::Fail(base::Invalid("invalid_url", "`url` must be " + wanted + ".", {"url"}));
}

// IsIngestionUrl: the Logs Ingestion API of Azure Monitor has a data collection rule and a stream
// in its path.
bool IsIngestionUrl(std::string_view url) {
  constexpr std::string_view kRules = "/dataCollectionRules/";
  constexpr std::string_view kStreams = "/streams/";
  const std::string_view path =
      url.substr(std::min(url.find('/', url.find("://") + 3), url.size()));
  const auto middle = path.find(kStreams);
  return path.starts_with(kRules) && middle != std::string_view::npos && middle >= kRules.size() &&
         model::IsTargetId(path.substr(kRules.size(), middle - kRules.size())) &&
         model::IsTargetId(path.substr(middle + kStreams.size()));
}

bool IsPermitted(const std::optional<egress::Url>& url, const egress::AddressPolicy& policy) {
  return url && (!url->address || policy.Permits(*url->address));
}

base::Status CheckUrl(const LogStream& stream, const egress::AddressPolicy& policy,
                      bool has_folder) {
  switch (RowOf(stream.type).form) {
    case Form::kSyslog:
      if (IsPermitted(ParseSyslogUrl(stream.url), policy)) return {};
      return InvalidUrl("syslog+tls://HOST:PORT or syslog://HOST:PORT with a public host");
    case Form::kFile:
      if (!FileNameIn(stream.url)) return InvalidUrl("file:NAME, such as file:audit.jsonl");
      if (has_folder) return {};
      return base::Fail(base::Invalid("file_streams_off",
                                      "The setting log_streams.folder names no folder for files.",
                                      {"url"}));
    case Form::kHttp:
      break;
  }
  if (!IsPermitted(egress::ParseUrl(stream.url), policy)) {
    return InvalidUrl("an http or https URL of a public host");
  }
  if (stream.type == LogStreamType::kS3 && stream.url.contains('?')) {
    return InvalidUrl("a URL without a query");
  }
  if (stream.type == LogStreamType::kAzureSentinel && !IsIngestionUrl(stream.url)) {
    return InvalidUrl("https://ENDPOINT/dataCollectionRules/RULE/streams/STREAM");
  }
  return {};
}

// CheckTokenEndpoint: a tenant and a URL could contradict each other, so there is one of them.
base::Status CheckTokenEndpoint(const LogStream& stream, const egress::AddressPolicy& policy) {
  const bool is_sentinel = stream.type == LogStreamType::kAzureSentinel;
  BW_TRY(CheckUse(stream, is_sentinel ? Use::kOptional : Use::kNone, stream.tenant_id.has_value(),
                  "tenant_id"));
  BW_TRY(CheckUse(stream, is_sentinel ? Use::kOptional : Use::kNone, stream.token_url.has_value(),
                  "token_url"));
  if (!is_sentinel) return {};
  if (stream.tenant_id && stream.token_url) {
    return base::Fail(base::Invalid(
        "invalid_value", "A stream has `tenant_id` or `token_url`, not both.", {"token_url"}));
  }
  BW_TRY(CheckUse(stream, Use::kRequired, TokenUrlOf(stream).has_value(), "tenant_id"));
  if (IsPermitted(egress::ParseUrl(*TokenUrlOf(stream)), policy)) return {};
  return base::Fail(base::Invalid(
      "invalid_url", "`token_url` must be an http or https URL of a public host.", {"token_url"}));
}

bool IsAboutTheMessage(std::string_view name) {
  constexpr std::string_view kNames[] = {"connection", "content-length", "content-type",
                                         "expect",     "host",           "transfer-encoding",
                                         "user-agent"};
  return std::ranges::find(kNames, name) != std::end(kNames);
}

// HeaderNameIn returns the name of "Name: value" in lower case; empty for any other line.
std::string HeaderNameIn(std::string_view line) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || !line.substr(colon).starts_with(": ")) return {};
  const std::string_view name = line.substr(0, colon);
  const bool is_header = model::IsHeaderName(name) && model::IsHeaderValue(line.substr(colon + 2));
  return is_header ? base::Lower(name) : std::string();
}

}  // namespace

base::Status CheckTarget(const LogStream& stream, const egress::AddressPolicy& policy,
                         bool has_folder) {
  const TypeRow& row = RowOf(stream.type);
  BW_TRY(CheckUrl(stream, policy, has_folder));
  BW_TRY(CheckUse(stream, row.secret, stream.secret || stream.sealed, "secret"));
  BW_TRY(CheckUse(stream, row.region, stream.region.has_value(), "region"));
  BW_TRY(CheckUse(stream, row.key_id, stream.key_id.has_value(), "key_id"));
  BW_TRY(CheckUse(stream, row.header, stream.header.has_value(), "header"));
  BW_TRY(CheckUse(stream, row.headers, stream.headers || stream.sealed_headers, "headers"));
  if (stream.headers && !HeaderLinesIn(*stream.headers)) {
    return base::Fail(base::Invalid("invalid_value",
                                    "`headers` must be 1 to 16 lines such as `X-Team: a`, without "
                                    "headers of the connection or the content.",
                                    {"headers"}));
  }
  return CheckTokenEndpoint(stream, policy);
}

std::optional<std::string> TokenUrlOf(const LogStream& stream) {
  if (stream.token_url || !stream.tenant_id) return stream.token_url;
  return "https://login.microsoftonline.com/" + *stream.tenant_id + "/oauth2/v2.0/token";
}

std::optional<std::vector<std::string>> HeaderLinesIn(std::string_view headers) {
  constexpr std::size_t kMostLines = 16;
  std::vector<std::string> lines;
  std::vector<std::string> names;
  while (!headers.empty()) {
    const auto end = std::min(headers.find('\n'), headers.size());
    const std::string_view line = headers.substr(0, end);
    headers.remove_prefix(std::min(end + 1, headers.size()));
    const std::string name = HeaderNameIn(line);
    if (name.empty() || IsAboutTheMessage(name)) return std::nullopt;
    if (std::ranges::find(names, name) != names.end()) return std::nullopt;
    names.push_back(name);
    lines.emplace_back(line);
  }
  if (lines.empty() || lines.size() > kMostLines) return std::nullopt;
  return lines;
}

std::optional<egress::Url> ParseSyslogUrl(std::string_view text) {
  constexpr std::string_view kTcp = "syslog://";
  constexpr std::string_view kTls = "syslog+tls://";
  constexpr std::uint16_t kTcpPort = 601;
  constexpr std::uint16_t kTlsPort = 6514;
  const bool encrypted = text.starts_with(kTls);
  if (!encrypted && !text.starts_with(kTcp)) return std::nullopt;
  const std::string_view authority = text.substr(encrypted ? kTls.size() : kTcp.size());
  if (authority.find_first_of("/?") != std::string_view::npos) return std::nullopt;
  auto url = egress::ParseUrl("http://" + std::string(authority));
  if (!url) return std::nullopt;
  const bool has_port = authority.rfind(':') != std::string_view::npos &&
                        (!authority.contains(']') || authority.rfind(':') > authority.find(']'));
  url->encrypted = encrypted;
  if (!has_port) url->port = encrypted ? kTlsPort : kTcpPort;
  return url;
}

std::optional<std::string> FileNameIn(std::string_view url) {
  constexpr std::string_view kScheme = "file:";
  if (!url.starts_with(kScheme)) return std::nullopt;
  const std::string_view name = url.substr(kScheme.size());
  if (!model::IsWord(name, "-_.") || name.front() == '.') return std::nullopt;
  return std::string(name);
}

}  // namespace bearward::log_streams
