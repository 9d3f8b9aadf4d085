#include "audit_logs/actions.h"

#include <utility>

#include "audit_logs/definition.h"
#include "base/id.h"
#include "model/changes.h"
#include "model/check_row.h"
#include "model/forms.h"
#include "store/audit_logs.h"

namespace bearward::audit_logs {
namespace {

using enum model::EventType;
using base::Result;
using model::AuditLogAction;
using model::AuditLogSchema;

// Schemas are only added.
constexpr resource::EventTypes kActionEvents = {kAuditLogSchemaCreated, kAuditLogActionUpdated,
                                                kAuditLogActionUpdated};

// NextVersion adds the action, or its next version.
Result<AuditLogAction> NextVersion(store::WriteTx& tx, const resource::Context& context,
                                   const std::string& name) {
  const model::EnvironmentId& environment = context.caller->environment;
  BW_TRY_ASSIGN(auto action, store::AuditLogActions().FindBy(tx, environment, "name", name));
  if (action) {
    ++action->version;
    action->updated_at = context.now;
    BW_TRY(store::AuditLogActions().Update(tx, *action));
    return *std::move(action);
  }
  AuditLogAction added;
  added.id = std::string(model::kAuditLogAction.id_prefix) + "_" +
             base::NewUlid(context.now, context.entropy);
  added.environment = environment;
  added.name = name;
  added.version = 1;
  added.created_at = added.updated_at = context.now;
  BW_TRY(store::AuditLogActions().Insert(tx, added));
  return added;
}

}  // namespace

Actions::Actions(const resource::Parts& parts)
    : VerbsOf(model::kAuditLogAction, {.read = {}, .write = {}, .events = kActionEvents}, parts),
      parts_(parts),
      schemas_(model::kAuditLogSchema, {.read = {}, .write = {}, .events = kActionEvents}, parts) {}

Result<AuditLogSchema> Actions::AddSchema(const model::Caller& caller, const std::string& action,
                                          const json::Value& body) const {
  BW_TRY(CheckWrite(caller));
  if (!model::IsName(action)) {
    return base::Fail(model::WrongValue(record(), "name", model::kName.wants));
  }
  BW_TRY_ASSIGN(const std::string definition, ReadDefinition(body));
  const resource::Context context{caller, parts_.clock.Now(), parts_.entropy};
  return parts_.store.Write([&](store::WriteTx& tx) -> Result<AuditLogSchema> {
    BW_TRY_ASSIGN(const AuditLogAction owner, NextVersion(tx, context, action));
    auto schema = std::make_shared<AuditLogSchema>();
    schema->action = action;
    schema->version = owner.version;
    schema->definition = definition;
    BW_TRY_ASSIGN(const model::AnyRow row, schemas_.CreateIn(tx, context, schema));
    return *static_cast<const AuditLogSchema*>(row.get());
  });
}

Result<resource::Page> Actions::ListSchemas(const model::Caller& caller, const std::string& action,
                                            store::PageQuery query) const {
  BW_TRY(Get(caller, action));
  query.conditions.push_back(store::OfAction(action));
  return schemas_.List(caller, std::move(query));
}

Result<std::map<std::string, AuditLogSchema>> Actions::NewestSchemas(
    const model::Caller& caller, std::span<const model::AnyRow> actions) const {
  std::map<std::string, AuditLogSchema> newest;
  BW_TRY(parts_.store.Read([&](store::ReadTx& tx) -> base::Status {
    for (const model::AnyRow& row : actions) {
      const auto& action = *static_cast<const AuditLogAction*>(row.get());
      BW_TRY_ASSIGN(auto schema, store::FindAuditLogSchema(tx, caller->environment, action.name,
                                                           action.version));
      if (schema) newest.emplace(action.name, *std::move(schema));
    }
    return {};
  }));
  return newest;
}

}  // namespace bearward::audit_logs
