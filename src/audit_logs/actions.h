// Actions: what can happen in a customer's product, and the schemas of its events.
#pragma once

#include <map>
#include <span>
#include <string>

#include "base/result.h"
#include "json/reader.h"
#include "model/audit_log.h"
#include "resource/verbs.h"

namespace bearward::audit_logs {

// Actions adds schemas to the verbs. Only a caller that acts for the environment may use it. Safe
// from any thread.
class Actions : public resource::VerbsOf<model::AuditLogAction> {
 public:
  explicit Actions(const resource::Parts& parts);

  // AddSchema adds the next version of the schema of an action, and the action with the first.
  // `body` is as ReadDefinition (definition.h) reads it. kInvalid "invalid_value" for a name that
  // model::IsName refuses.
  base::Result<model::AuditLogSchema> AddSchema(const model::Caller& caller,
                                                const std::string& action,
                                                const json::Value& body) const;
  // ListSchemas lists the schemas of an action; kNotFound "audit_log_action_not_found".
  base::Result<resource::Page> ListSchemas(const model::Caller& caller, const std::string& action,
                                           store::PageQuery query) const;
  // NewestSchemas returns the newest schema of each of these actions, by name.
  base::Result<std::map<std::string, model::AuditLogSchema>> NewestSchemas(
      const model::Caller& caller, std::span<const model::AnyRow> actions) const;
  // schemas returns the verbs of the schemas, for their description.
  const resource::Verbs& schemas() const { return schemas_; }

 private:
  resource::Parts parts_;
  resource::VerbsOf<model::AuditLogSchema> schemas_;
};

}  // namespace bearward::audit_logs
