// AuditLog: the events that a customer's product records for its own customers, the schemas that
// they follow, and their exports. Bearward's own audit trail is model/event.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/forms.h"
#include "model/record.h"

namespace bearward::model {

// kAuditLogRetentionDays is how long the events of an organization are kept if it has no other
// setting.
inline constexpr std::int64_t kAuditLogRetentionDays = 365;

// AuditLogAction is the name of something that can happen, such as "user.signed_in". `version` is
// that of its newest schema; versions begin with 1.
struct AuditLogAction : Entity {
  std::string name;
  std::int64_t version = 0;
};

// AuditLogSchema is one version of the form of the events of an action. It never changes.
// `definition` is a JSON object with "targets" and, if given, "actor" and "metadata".
struct AuditLogSchema : Entity {
  std::string action;
  std::int64_t version = 0;
  std::string definition;
};

// AuditLogEvent is one event. `content` is the event as a JSON object; `digest` identifies repeated
// requests. `position` numbers the events of an organization from 1 in the order of their commits;
// it is 0 for events of releases without log streams.
struct AuditLogEvent : Entity {
  OrganizationId organization;
  std::string action;
  base::Time occurred_at;
  std::string content;
  std::string digest;
  std::int64_t position = 0;
};

// AuditLogExport selects the events of an organization in [range_start, range_end). An empty filter
// selects all; `targets` are types of targets.
struct AuditLogExport : Entity {
  OrganizationId organization;
  base::Time range_start;
  base::Time range_end;
  std::vector<std::string> actions;
  std::vector<std::string> actor_names;
  std::vector<std::string> actor_ids;
  std::vector<std::string> targets;
  std::vector<std::string> target_ids;
};

// kAuditLogActionFields and kAuditLogAction are the description of AuditLogAction.
inline constexpr Field kAuditLogActionFields[] = {
    F<&AuditLogAction::name>("name", kStored | kShown | kConstant, &kName),
    F<&AuditLogAction::version>("version", kStored | kAudited),
};
inline constexpr RecordOf<AuditLogAction> kAuditLogAction({
    .object = "audit_log_action",
    .id_prefix = "ala",
    .table = "audit_log_actions",
    .address = "name",
    .fields = kAuditLogActionFields,
});

// kAuditLogSchemaFields and kAuditLogSchema are the description of AuditLogSchema.
inline constexpr Field kAuditLogSchemaFields[] = {
    F<&AuditLogSchema::action>("action", kStored | kConstant | kAudited),
    F<&AuditLogSchema::version>("version", kStored | kShown | kConstant),
    F<&AuditLogSchema::definition>("definition", kStored | kConstant | kUnaudited),
};
inline constexpr RecordOf<AuditLogSchema> kAuditLogSchema({
    .object = "audit_log_schema",
    .id_prefix = "als",
    .table = "audit_log_schemas",
    .fields = kAuditLogSchemaFields,
});

// kAuditLogEventFields and kAuditLogEvent are the description of AuditLogEvent.
inline constexpr Field kAuditLogEventFields[] = {
    F<&AuditLogEvent::organization>(kOrganizationField, kStored | kShown | kConstant),
    F<&AuditLogEvent::action>("action", kStored | kShown | kFilter | kConstant),
    F<&AuditLogEvent::occurred_at>("occurred_at", kStored | kShown | kConstant),
    F<&AuditLogEvent::content>("content", kStored | kConstant | kUnaudited),
    F<&AuditLogEvent::digest>("digest", kStored | kConstant | kUnaudited),
    F<&AuditLogEvent::position>("position", kStored | kConstant | kUnaudited),
};
inline constexpr RecordOf<AuditLogEvent> kAuditLogEvent({
    .object = "audit_log_event",
    .id_prefix = "audit_log_event",
    .table = "audit_log_events",
    .organization = kOrganizationField,
    .fields = kAuditLogEventFields,
});

// kAuditLogExportFields and kAuditLogExport are the description of AuditLogExport.
inline constexpr Field kAuditLogExportFields[] = {
    F<&AuditLogExport::organization>(kOrganizationField, kFixed | kRequired | kFilter | kConstant),
    F<&AuditLogExport::range_start>("range_start", kFixed | kRequired | kConstant),
    F<&AuditLogExport::range_end>("range_end", kFixed | kRequired | kConstant),
    F<&AuditLogExport::actions>("actions", kFixed | kConstant),
    F<&AuditLogExport::actor_names>("actor_names", kFixed | kConstant),
    F<&AuditLogExport::actor_ids>("actor_ids", kFixed | kConstant),
    F<&AuditLogExport::targets>("targets", kFixed | kConstant),
    F<&AuditLogExport::target_ids>("target_ids", kStored | kConstant),
};
inline constexpr RecordOf<AuditLogExport> kAuditLogExport({
    .object = "audit_log_export",
    .id_prefix = "audit_log_export",
    .table = "audit_log_exports",
    .organization = kOrganizationField,
    .fields = kAuditLogExportFields,
});

}  // namespace bearward::model
