#include "audit_logs/exports.h"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "audit_logs/csv.h"
#include "audit_logs/event_filter.h"
#include "base/encode.h"
#include "base/invalid.h"
#include "store/audit_logs.h"
#include "store/table.h"

namespace bearward::audit_logs {
namespace {

using enum model::EventType;
using base::Result;
using model::AuditLogEvent;
using model::AuditLogExport;

constexpr std::string_view kPurpose = "audit-log-export";
constexpr std::chrono::days kLongestRange{92};

base::Status CheckRange(const AuditLogExport& row) {
  const auto range = row.range_end - row.range_start;
  if (range > std::chrono::milliseconds(0) && range <= kLongestRange) return {};
  return base::Fail(base::Invalid("invalid_date_range",
                                  "`range_start` must be before `range_end`, by at most 92 days.",
                                  {"range_start", "range_end"}));
}

base::Status Prepare(store::WriteTx& /*tx*/, const AuditLogExport* /*before*/, AuditLogExport& row,
                     const resource::Context& /*context*/) {
  return CheckRange(row);
}

// Link is what a token stands for.
struct Link {
  model::EnvironmentId environment;
  std::string id;
  base::Time expires_at;
};

std::string TextOf(const Link& link) {
  return std::to_string(base::ToMillis(link.expires_at)) + " " + link.environment.text + " " +
         link.id;
}

std::optional<Link> ParseLink(std::string_view text) {
  const auto first = text.find(' ');
  const auto second = text.find(' ', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos) return std::nullopt;
  std::int64_t millis = 0;
  const std::string_view digits = text.substr(0, first);
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), millis);
  if (fault != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return Link{{std::string(text.substr(first + 1, second - first - 1))},
              std::string(text.substr(second + 1)),
              base::FromMillis(millis)};
}

}  // namespace

Exports::Exports(const resource::Parts& parts, const crypto::KeyRing& ring,
                 std::string_view permission)
    : VerbsOf(model::kAuditLogExport,
              {.read = permission,
               .write = permission,
               .events = {kAuditLogExportCreated, kAuditLogExportCreated, kAuditLogExportCreated},
               .prepare = resource::PrepareOf(&Prepare)},
              parts),
      parts_(parts),
      ring_(ring) {}

Result<AuditLogExport> Exports::CreateForMember(const model::Caller& caller,
                                                AuditLogExport row) const {
  BW_TRY(CheckWrite(caller));
  row.organization = *caller->organization;
  BW_TRY(CheckRange(row));
  const EventFilter filter = FilterOf(row);
  BW_TRY_ASSIGN(const bool any, parts_.store.Read([&](store::ReadTx& tx) -> Result<bool> {
    BW_TRY_ASSIGN(
        const auto events,
        store::ListAuditLogEvents(
            tx, {caller->environment, row.organization, filter.from, filter.to}, kMostEvents + 1));
    for (const AuditLogEvent& event : events) {
      BW_TRY_ASSIGN(const bool selected, Selects(filter, event));
      if (selected) return true;
    }
    return false;
  }));
  if (any) return Create(caller, std::move(row));
  return base::Fail(base::Conflict("no_audit_events", "No event is in the selection."));
}

Result<std::string> Exports::MakePath(const AuditLogExport& row) const {
  const Link link{row.environment, row.id, parts_.clock.Now() + kLinkLifetime};
  BW_TRY_ASSIGN(const std::string sealed, ring_.Seal(base::Secret(TextOf(link)), kPurpose));
  return "/audit_logs/exports/" + row.id + "/file?token=" + base::Base64UrlEncode(sealed);
}

Result<std::string> Exports::Download(std::string_view id, std::string_view token) const {
  const base::Error refused{base::Code::kUnauthenticated,
                            "invalid_token",
                            "The link is not valid any more. Read the export again.",
                            {},
                            {},
                            {}};
  const auto sealed = base::Base64UrlDecode(token);
  if (!sealed) return base::Fail(refused);
  const auto text = ring_.Open(*sealed, kPurpose);
  if (!text && text.error().code == base::Code::kUnavailable) return base::Fail(text.error());
  const auto link = text ? ParseLink(text->Reveal()) : std::nullopt;
  if (!link || link->id != id || link->expires_at <= parts_.clock.Now()) {
    return base::Fail(refused);
  }
  return parts_.store.Read([&](store::ReadTx& tx) -> Result<std::string> {
    static const store::TableOf<AuditLogExport> table(model::kAuditLogExport);
    BW_TRY_ASSIGN(const auto row, table.Find(tx, link->environment, link->id));
    if (!row) return base::Fail(base::NotFound("audit_log_export_not_found", "No such export."));
    BW_TRY_ASSIGN(const auto events,
                  store::ListAuditLogEvents(
                      tx, {row->environment, row->organization, row->range_start, row->range_end},
                      kMostEvents + 1));
    if (std::cmp_greater(events.size(), kMostEvents)) {
      return base::Fail(base::Conflict("export_too_large",
                                       "The range has more than 50000 events. Export a part."));
    }
    const EventFilter filter = FilterOf(*row);
    std::string csv(kCsvHeader);
    for (const AuditLogEvent& event : events) {
      BW_TRY_ASSIGN(const bool selected, Selects(filter, event));
      if (selected) BW_TRY(AppendCsvLine(event, csv));
    }
    return csv;
  });
}

}  // namespace bearward::audit_logs
