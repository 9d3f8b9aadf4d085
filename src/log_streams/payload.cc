#include "log_streams/payload.h"

#include <utility>
#include <vector>

#include "base/encode.h"
#include "crypto/md5.h"
#include "json/indent.h"
#include "json/writer.h"
#include "log_streams/target.h"

namespace bearward::log_streams {
namespace {

using model::LogStream;
using model::LogStreamType;

constexpr const char* kJson = "Content-Type: application/json";
constexpr const char* kLines = "Content-Type: application/x-ndjson";
constexpr const char* kIngestionVersion = "?api-version=2023-01-01";

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

// ObjectUrl is URL/YYYY-MM-DD/TIMESTAMP_KEYSUFFIX.json, with the values that the generic form has.
std::string ObjectUrl(const LogStream& stream, const Entry& entry) {
  constexpr std::size_t kDate = 10;  // YYYY-MM-DD
  const std::string time = base::FormatIsoMillis(entry.at);
  return stream.url + (stream.url.ends_with('/') ? "" : "/") + time.substr(0, kDate) + "/" +
         base::PercentEncode(time) + "_" + base::PercentEncode(entry.id) + ".json";
}

void AddObject(egress::Post& post, const LogStream& stream, const base::Secret& secret,
               const Entry& entry) {
  post.url = ObjectUrl(stream, entry);
  post.is_put = true;
  post.signer = {stream.region.value_or(""), stream.key_id.value_or(""), secret};
  const std::string digest = crypto::Md5(post.body);
  if (!digest.empty()) post.headers.push_back("Content-MD5: " + base::Base64Encode(digest));
}

// AddCredentials adds the headers of the generic form.
void AddCredentials(egress::Post& post, const LogStream& stream, const Secrets& secrets) {
  if (!secrets.secret.empty()) {
    post.headers.push_back(stream.header.value_or("Authorization") + ": " +
                           std::string(secrets.secret.Reveal()));
  }
  for (std::string& line :
       HeaderLinesIn(secrets.headers.Reveal()).value_or(std::vector<std::string>())) {
    post.headers.push_back(std::move(line));
  }
}

}  // namespace

std::string PayloadOf(const LogStream& stream, std::span<const Entry> entries) {
  if (stream.type == LogStreamType::kS3) return json::Indent(entries.front().json) + "\n";
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

egress::Post PostOf(const LogStream& stream, const Secrets& secrets, std::span<const Entry> entries,
                    std::string_view body) {
  const bool is_ndjson = stream.type == LogStreamType::kHttpsNdjson;
  const std::string secret(secrets.secret.Reveal());
  egress::Post post{.url = stream.url,
                    .headers = {is_ndjson ? kLines : kJson, "User-Agent: Bearward"},
                    .body = body};
  switch (stream.type) {
    case LogStreamType::kDatadog:
      post.headers.push_back("DD-API-KEY: " + secret);
      break;
    case LogStreamType::kSplunk:
      post.headers.push_back("Authorization: Splunk " + secret);
      break;
    case LogStreamType::kAzureSentinel:
      post.url += kIngestionVersion;
      post.headers.push_back("Authorization: Bearer " + secret);
      break;
    case LogStreamType::kS3:
      AddObject(post, stream, secrets.secret, entries.front());
      break;
    default:
      AddCredentials(post, stream, secrets);
  }
  return post;
}

}  // namespace bearward::log_streams
