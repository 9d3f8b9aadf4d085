#include "observe/request_line.h"

#include <string>

#include "json/writer.h"

namespace bearward::observe {
namespace {

void Text(json::Writer& writer, std::string_view key, std::string_view value) {
  if (!value.empty()) writer.Key(key).String(value);
}

}  // namespace

void Write(Logger& logger, const RequestLine& line) {
  if (!logger.Enabled(line.level)) return;
  thread_local std::string buffer;
  buffer.clear();
  json::Writer writer(buffer);
  writer.BeginObject();
  writer.Key("time").String(base::FormatIsoMillis(line.time));
  writer.Key("level").String(base::Word(line.level)).Key("msg").String("request");
  Text(writer, "request_id", line.request_id);
  Text(writer, "method", line.method);
  // The query is removed here as well, because it may contain a token.
  Text(writer, "path", line.path.substr(0, line.path.find('?')));
  Text(writer, "route", line.route);
  writer.Key("status").Int(line.status).Key("duration_us").Int(line.duration_us);
  writer.Key("bytes").Int(line.bytes);
  Text(writer, "dialect", line.dialect);
  Text(writer, "environment", line.environment);
  Text(writer, "organization", line.organization);
  Text(writer, "subject", line.subject);
  Text(writer, "credential_kind", line.credential_kind);
  Text(writer, "credential", line.credential);
  Text(writer, "verdict", line.verdict);
  Text(writer, "reason", line.reason);
  Text(writer, "detail", line.detail);
  Text(writer, "peer", line.peer);
  Text(writer, "proxy", line.proxy);
  Text(writer, "client", line.client);
  Text(writer, "asked_method", line.asked_method);
  Text(writer, "asked_path", line.asked_path.substr(0, line.asked_path.find('?')));
  writer.EndObject();
  buffer.push_back('\n');
  logger.WriteLine(buffer);
}

}  // namespace bearward::observe
