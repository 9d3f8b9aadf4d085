#include "audit_logs/csv.h"

#include "base/time.h"
#include "json/reader.h"
#include "json/writer.h"

namespace bearward::audit_logs {
namespace {

using json::Value;

// Spreadsheets run a cell that begins with one of these.
constexpr std::string_view kFormulaStarts = "=+-@\t\r";

// TextOf returns a text as it is, any other value as JSON, and nothing for no value.
std::string TextOf(const Value* value) {
  if (value == nullptr) return {};
  return value->IsString() ? *value->AsString() : json::ToText(*value);
}

}  // namespace

const std::string_view kCsvHeader =
    "id,organization_id,occurred_at,action,version,actor_id,actor_type,actor_name,actor_metadata,"
    "targets,location,user_agent,metadata,received_at\r\n";

void AppendCsvCell(std::string& csv, std::string_view text) {
  csv += '"';
  if (!text.empty() && kFormulaStarts.find(text.front()) != std::string_view::npos) csv += '\'';
  for (const char c : text) {
    if (c == '"') csv += '"';
    csv += c;
  }
  csv += "\",";
}

base::Status AppendCsvLine(const model::AuditLogEvent& event, std::string& csv) {
  const auto content = json::Parse(event.content);
  if (!content) return base::Fail(base::Internal("an event of an audit log is damaged"));
  const Value empty;
  const auto part = [&](std::string_view name) -> const Value& {
    const Value* found = content->Find(name);
    return found == nullptr ? empty : *found;
  };
  AppendCsvCell(csv, event.id);
  AppendCsvCell(csv, event.organization.text);
  AppendCsvCell(csv, base::FormatIsoMillis(event.occurred_at));
  AppendCsvCell(csv, event.action);
  AppendCsvCell(csv, TextOf(content->Find("version")));
  for (const char* name : {"id", "type", "name", "metadata"}) {
    AppendCsvCell(csv, TextOf(part("actor").Find(name)));
  }
  AppendCsvCell(csv, TextOf(content->Find("targets")));
  AppendCsvCell(csv, TextOf(part("context").Find("location")));
  AppendCsvCell(csv, TextOf(part("context").Find("user_agent")));
  AppendCsvCell(csv, TextOf(content->Find("metadata")));
  AppendCsvCell(csv, base::FormatIsoMillis(event.created_at));
  csv.back() = '\r';
  csv += '\n';
  return {};
}

}  // namespace bearward::audit_logs
