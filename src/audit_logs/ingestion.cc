#include "audit_logs/ingestion.h"

#include <chrono>
#include <utility>
#include <vector>

#include "audit_logs/definition.h"
#include "audit_logs/event_form.h"
#include "audit_logs/parts.h"
#include "base/encode.h"
#include "base/id.h"
#include "base/invalid.h"
#include "crypto/hash.h"
#include "json/writer.h"
#include "store/audit_logs.h"
#include "store/organizations.h"
#include "verify/authority.h"

namespace bearward::audit_logs {
namespace {

constexpr std::chrono::hours kRepeats{24};
// An event in the future would outlive the retention. A day covers wrong clocks and time zones.
constexpr std::chrono::hours kMostAhead{24};

base::Error Misfit(std::vector<std::string> faults) {
  return base::Invalid("invalid_audit_log", "Invalid Audit Log event", std::move(faults));
}

base::Status CheckOrganization(store::ReadTx& tx, const model::EnvironmentId& environment,
                               const std::string& id) {
  BW_TRY_ASSIGN(const auto found,
                store::FindOrganization(tx, environment, model::OrganizationId{id}));
  if (found) return {};
  base::Error error = base::NotFound("organization_not_found", "No such organization.");
  error.fields.push_back(id);
  return base::Fail(std::move(error));
}

base::Status CheckSchema(store::ReadTx& tx, const model::EnvironmentId& environment,
                         const EventForm& form) {
  BW_TRY_ASSIGN(const auto schema,
                store::FindAuditLogSchema(tx, environment, form.action, form.version));
  if (!schema) {
    BW_TRY_ASSIGN(const auto action,
                  store::AuditLogActions().FindBy(tx, environment, "name", form.action));
    return base::Fail(Misfit({action ? "/version is not a version of the schema of the action"
                                     : "/action has no schema"}));
  }
  BW_TRY_ASSIGN(const json::Value definition, json::Parse(schema->definition));
  std::vector<std::string> faults = EventFaults(definition, form.content);
  if (faults.empty()) return {};
  return base::Fail(Misfit(std::move(faults)));
}

}  // namespace

base::Status Ingestion::Add(const model::Caller& caller, const NewEvent& event) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  BW_TRY_ASSIGN(const EventForm form, ReadEvent(event.event));
  const base::Time now = parts_.clock.Now();
  if (form.occurred_at > now + kMostAhead) {
    return base::Fail(WrongValue("event.occurred_at", "at most a day in the future"));
  }
  model::AuditLogEvent row;
  row.id = std::string(model::kAuditLogEvent.id_prefix) + "_" + base::NewUlid(now, parts_.entropy);
  row.environment = caller->environment;
  row.organization = {event.organization};
  row.action = form.action;
  row.occurred_at = form.occurred_at;
  row.content = json::ToText(form.content);
  row.digest = base::HexEncode(
      base::AsBytes(crypto::Sha256Parts({event.organization, event.key, row.content})));
  row.created_at = row.updated_at = now;
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY(CheckOrganization(tx, row.environment, event.organization));
    BW_TRY(CheckSchema(tx, row.environment, form));
    BW_TRY_ASSIGN(const bool stored,
                  store::HasAuditLogEvent(tx, row.environment, row.digest, now - kRepeats));
    if (stored) return {};
    BW_TRY_ASSIGN(row.position, store::NextAuditLogPosition(tx, row.environment, row.organization));
    return store::AuditLogEvents().Insert(tx, row);
  });
}

}  // namespace bearward::audit_logs
