#include "app/audit_log_export.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>

#include "app/audit_log_check.h"
#include "audit_logs/csv.h"
#include "base/clock.h"
#include "base/encode.h"
#include "base/time.h"
#include "commands/parse.h"
#include "json/writer.h"
#include "model/event_names.h"
#include "model/event_type.h"
#include "store/environments.h"
#include "store/event_chain_rows.h"

namespace bearward::app {
namespace {

using store::EventContent;

constexpr int kPage = 1000;

// Selection is an AuditExport after its check. Times are milliseconds since 1970.
struct Selection {
  std::string environment;
  std::int64_t from = std::numeric_limits<std::int64_t>::min();
  std::int64_t to = std::numeric_limits<std::int64_t>::max();
};

base::Status ReadTime(std::string_view option, const std::string& text, std::int64_t& millis) {
  if (text.empty()) return {};
  const auto time = commands::ParseTime(text, base::SystemClock().Now(), true);
  if (!time) {
    return base::Fail(commands::Misuse(std::string(option) + ": " + time.error().public_text));
  }
  millis = base::ToMillis(*time);
  return {};
}

base::Result<std::string> EnvironmentId(store::Engine& engine, const std::string& named) {
  if (named.empty()) return named;
  store::ReadTx tx(engine);
  BW_TRY_ASSIGN(const auto by_name, store::FindEnvironmentByName(tx, named));
  if (by_name) return by_name->id.text;
  BW_TRY_ASSIGN(const auto by_id, store::FindEnvironment(tx, model::EnvironmentId{named}));
  if (by_id) return by_id->id.text;
  return base::Fail(base::Invalid("environment_not_found",
                                  "--environment: there is no environment \"" + named + "\"."));
}

base::Result<Selection> Check(store::Engine& engine, const AuditExport& selected) {
  Selection selection;
  for (const std::string& type : selected.types) {
    if (model::ParseEventName(type)) continue;
    return base::Fail(commands::Misuse("--type: " + model::UnknownEvent(type)));
  }
  BW_TRY(ReadTime("--from", selected.from, selection.from));
  BW_TRY(ReadTime("--to", selected.to, selection.to));
  BW_TRY_ASSIGN(selection.environment, EnvironmentId(engine, selected.environment));
  return selection;
}

bool IsSelected(const EventContent& event, const AuditExport& wanted, const Selection& selection) {
  const auto fits = [](const std::string& filter, std::string_view value) {
    return filter.empty() || filter == value;
  };
  return event.at >= selection.from && event.at < selection.to &&
         fits(selection.environment, event.environment) &&
         fits(wanted.organization, event.organization.value_or("")) &&
         (wanted.types.empty() ||
          std::ranges::find(wanted.types, event.type) != wanted.types.end());
}

// kTexts are the members that are texts, in the order of the columns after number and time.
struct TextMember {
  std::string_view name;
  std::string_view EventContent::* text;
};
constexpr TextMember kTexts[] = {
    {"environment_id", &EventContent::environment},  {"type", &EventContent::type},
    {"actor_kind", &EventContent::actor_kind},       {"actor_id", &EventContent::actor_id},
    {"credential_id", &EventContent::credential_id}, {"address", &EventContent::address},
    {"request_id", &EventContent::request_id},       {"target", &EventContent::target},
};

std::string DigestText(const store::ChainedRow& row) {
  const auto digest = row.digest();
  return digest ? base::HexEncode(base::AsBytes(*digest)) : std::string();
}

void AppendJson(const store::ChainedRow& row, std::string& text) {
  const EventContent event = row.content();
  json::Writer writer(text);
  writer.BeginObject().Key("number").Int(event.number);
  writer.Key("at").String(base::FormatIsoMillis(base::FromMillis(event.at)));
  for (const TextMember& member : kTexts) writer.Key(member.name).String(event.*member.text);
  writer.Key("organization_id");
  if (event.organization) {
    writer.String(*event.organization);
  } else {
    writer.Null();
  }
  writer.Key("data").Raw(event.data).Key("digest").String(DigestText(row)).EndObject();
  text += '\n';
}

std::string CsvHeader() {
  std::string text = "number,at,";
  for (const TextMember& member : kTexts) text += std::string(member.name) + ",";
  return text + "organization_id,data,digest\r\n";
}

void AppendCsv(const store::ChainedRow& row, std::string& text) {
  const EventContent event = row.content();
  audit_logs::AppendCsvCell(text, std::to_string(event.number));
  audit_logs::AppendCsvCell(text, base::FormatIsoMillis(base::FromMillis(event.at)));
  for (const TextMember& member : kTexts) audit_logs::AppendCsvCell(text, event.*member.text);
  audit_logs::AppendCsvCell(text, event.organization.value_or(""));
  audit_logs::AppendCsvCell(text, event.data);
  audit_logs::AppendCsvCell(text, DigestText(row));
  text.back() = '\r';
  text += '\n';
}

}  // namespace

base::Status ExportAuditLog(const Config& config, const AuditExport& selected,
                            const std::function<void(std::string_view)>& write) {
  BW_TRY_ASSIGN(const auto engine, OpenForReading(config, ""));
  BW_TRY_ASSIGN(const Selection selection, Check(*engine, selected));
  if (selected.csv) write(CsvHeader());
  std::int64_t after = 0;
  while (true) {
    BW_TRY_ASSIGN(const auto rows, store::ReadChainedRows(*engine, after, kPage));
    if (rows.empty()) return {};
    std::string text;
    for (const store::ChainedRow& row : rows) {
      after = row.content().number;
      if (!IsSelected(row.content(), selected, selection)) continue;
      if (selected.csv) {
        AppendCsv(row, text);
      } else {
        AppendJson(row, text);
      }
    }
    write(text);
  }
}

}  // namespace bearward::app
