#include "log_streams/target.h"

#include <algorithm>
#include <array>

#include "base/encode.h"
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
};

constexpr auto kTypes = std::to_array<TypeRow>({
    {LogStreamType::kDatadog, Form::kHttp, Use::kRequired},
    {LogStreamType::kSplunk, Form::kHttp, Use::kRequired},
    {LogStreamType::kAzureSentinel, Form::kHttp, Use::kRequired, Use::kNone, Use::kRequired},
    {LogStreamType::kHttpsJson, Form::kHttp, Use::kOptional, Use::kNone, Use::kNone,
     Use::kOptional},
    {LogStreamType::kHttpsNdjson, Form::kHttp, Use::kOptional, Use::kNone, Use::kNone,
     Use::kOptional},
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
  const bool is_plain = stream.type != LogStreamType::kS3 || !stream.url.contains('?');
  if (is_plain && IsPermitted(egress::ParseUrl(stream.url), policy)) return {};
  return InvalidUrl("an http or https URL of a public host" +
                    std::string(is_plain ? "" : " without a query"));
}

}  // namespace

base::Status CheckTarget(const LogStream& stream, bool has_secret,
                         const egress::AddressPolicy& policy, bool has_folder) {
  const TypeRow& row = RowOf(stream.type);
  BW_TRY(CheckUrl(stream, policy, has_folder));
  BW_TRY(CheckUse(stream, row.secret, has_secret, "secret"));
  BW_TRY(CheckUse(stream, row.region, stream.region.has_value(), "region"));
  BW_TRY(CheckUse(stream, row.key_id, stream.key_id.has_value(), "key_id"));
  BW_TRY(CheckUse(stream, row.header, stream.header.has_value(), "header"));
  const bool is_shared_key = stream.type == LogStreamType::kAzureSentinel && stream.secret;
  if (is_shared_key && !base::Base64Decode(*stream.secret)) {
    return base::Fail(base::Invalid(
        "invalid_value", "`secret` must be the key of the workspace, in base64.", {"secret"}));
  }
  return {};
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
