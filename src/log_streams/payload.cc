#include "log_streams/payload.h"

#include <utility>

#include "base/digest.h"
#include "base/encode.h"
#include "crypto/mac.h"
#include "json/writer.h"

namespace bearward::log_streams {
namespace {

using model::LogStream;
using model::LogStreamType;

constexpr const char* kJson = "Content-Type: application/json";
constexpr const char* kLines = "Content-Type: application/x-ndjson";

void WriteDatadog(json::Writer& writer, const LogStream& stream, const Entry& entry) {
  writer.Key("message").Raw(entry.json).Key("ddsource").String(stream.name);
  writer.Key("service").String("audit-logs");
}

void WriteSplunk(json::Writer& writer, const LogStream& stream, const Entry& entry) {
  writer.Key("event").Raw(entry.json).Key("time").Int(base::ToMillis(entry.at));
  writer.Key("source").String(stream.name);
}

void WriteSentinel(json::Writer& writer, const LogStream& /*stream*/, const Entry& entry) {
  writer.Key("TimeGenerated").String(base::FormatIsoMillis(entry.at));
  writer.Key("id").String(entry.id).Key("event_type").String(entry.action);
  writer.Key("organization_id").String(entry.organization).Key("data").Raw(entry.json);
}

void WriteGeneric(json::Writer& writer, const LogStream& stream, const Entry& entry) {
  writer.Key("event").Raw(entry.json).Key("keySuffix").String(entry.id);
  writer.Key("timestamp").String(base::FormatIsoMillis(entry.at));
  writer.Key("source").String(stream.name);
}

using WriteItem = void (*)(json::Writer& writer, const LogStream& stream, const Entry& entry);

// ItemOf returns how one entry is wrapped; nullptr for the types that send it as it is.
WriteItem ItemOf(LogStreamType type) {
  switch (type) {
    case LogStreamType::kDatadog:
      return &WriteDatadog;
    case LogStreamType::kSplunk:
      return &WriteSplunk;
    case LogStreamType::kAzureSentinel:
      return &WriteSentinel;
    case LogStreamType::kHttpsJson:
    case LogStreamType::kHttpsNdjson:
      return &WriteGeneric;
    case LogStreamType::kS3:
    case LogStreamType::kSyslog:
    case LogStreamType::kFile:
      break;
  }
  return nullptr;
}

std::string ItemText(const LogStream& stream, const Entry& entry) {
  const WriteItem write = ItemOf(stream.type);
  if (write == nullptr) return entry.json;
  std::string text;
  json::Writer writer(text);
  writer.BeginObject();
  write(writer, stream, entry);
  writer.EndObject();
  return text;
}

bool IsLines(LogStreamType type) {
  return type == LogStreamType::kHttpsNdjson || ItemOf(type) == nullptr;
}

// SharedKey signs a request for the data collector of Azure: the HMAC-SHA256 of the method, the
// length, the type, the date and the path, with the key of the workspace (Azure Monitor, HTTP Data
// Collector API, "Authorization").
std::string SharedKey(const LogStream& stream, const base::Secret& secret, std::size_t length,
                      const std::string& date) {
  const std::string text =
      "POST\n" + std::to_string(length) + "\napplication/json\nx-ms-date:" + date + "\n/api/logs";
  const base::Secret key(base::Base64Decode(secret.Reveal()).value_or(""));
  const base::Digest mac = crypto::HmacSha256(key.Reveal(), text);
  return "Authorization: SharedKey " + stream.key_id.value_or("") + ":" +
         base::Base64Encode(base::AsBytes(mac));
}

void AddSentinel(egress::Post& post, const LogStream& stream, const base::Secret& secret,
                 base::Time now) {
  const std::string date = base::FormatHttpDate(now);
  post.headers.push_back(SharedKey(stream, secret, post.body.size(), date));
  post.headers.push_back("x-ms-date: " + date);
  post.headers.emplace_back("Log-Type: AuditLogs");
  post.headers.emplace_back("time-generated-field: TimeGenerated");
}

// ObjectUrl names the object of a batch by the day and the position of its first entry.
std::string ObjectUrl(const LogStream& stream, const Entry& first) {
  constexpr std::size_t kDate = 10;    // YYYY-MM-DD
  constexpr std::size_t kDigits = 20;  // so that names sort in the order of the positions
  const std::string number = std::to_string(first.position);
  const std::string name =
      first.position == 0 ? "test" : std::string(kDigits - number.size(), '0') + number;
  return stream.url + (stream.url.ends_with('/') ? "" : "/") +
         base::FormatIsoMillis(first.at).substr(0, kDate) + "/" + stream.id + "-" + name + ".jsonl";
}

}  // namespace

std::string PayloadOf(const LogStream& stream, std::span<const Entry> entries) {
  const bool is_lines = IsLines(stream.type);
  std::string text;
  for (const Entry& entry : entries) {
    if (!is_lines) text += text.empty() ? '[' : ',';
    text += ItemText(stream, entry);
    if (is_lines) text += '\n';
  }
  if (!is_lines) text += ']';
  return text;
}

egress::Post PostOf(const LogStream& stream, const base::Secret& secret,
                    std::span<const Entry> entries, std::string_view body, base::Time now) {
  egress::Post post{.url = stream.url,
                    .headers = {IsLines(stream.type) ? kLines : kJson, "User-Agent: Bearward"},
                    .body = body};
  switch (stream.type) {
    case LogStreamType::kDatadog:
      post.headers.push_back("DD-API-KEY: " + std::string(secret.Reveal()));
      break;
    case LogStreamType::kSplunk:
      post.headers.push_back("Authorization: Splunk " + std::string(secret.Reveal()));
      break;
    case LogStreamType::kAzureSentinel:
      AddSentinel(post, stream, secret, now);
      break;
    case LogStreamType::kS3:
      post.url = ObjectUrl(stream, entries.front());
      post.is_put = true;
      post.signer = {stream.region.value_or(""), stream.key_id.value_or(""), secret};
      break;
    default:
      if (secret.empty()) break;
      post.headers.push_back(stream.header.value_or("Authorization") + ": " +
                             std::string(secret.Reveal()));
  }
  return post;
}

}  // namespace bearward::log_streams
