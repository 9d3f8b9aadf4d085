#include "environments/jwt_templates.h"

#include "jwt_template/template.h"
#include "model/changes.h"
#include "verify/authority.h"

namespace bearward::environments {

using base::Result;
using store::JwtTemplate;

Result<JwtTemplate> JwtTemplates::Get(const model::Caller& caller) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  BW_TRY_ASSIGN(auto found, parts_.store.Read([&](store::ReadTx& tx) {
    return store::FindJwtTemplate(tx, caller->environment);
  }));
  if (found) return *std::move(found);
  return base::Fail(
      base::NotFound("jwt_template_not_found", "The environment has no JWT template."));
}

Result<JwtTemplate> JwtTemplates::Set(const model::Caller& caller,
                                      const std::string& content) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  BW_TRY(jwt_template::Template::Parse(content));
  const model::EventBy by(caller, parts_.clock.Now());
  return parts_.store.Write([&](store::WriteTx& tx) -> Result<JwtTemplate> {
    BW_TRY_ASSIGN(const auto before, store::FindJwtTemplate(tx, caller->environment));
    if (before && before->content == content) return *before;
    JwtTemplate row{.content = content,
                    .created_at = before ? before->created_at : by.at(),
                    .updated_at = by.at()};
    BW_TRY(store::PutJwtTemplate(tx, caller->environment, row));
    // The text may be as large as a document, so the event has its name only.
    model::Changes changes;
    changes.AddName("content");
    BW_TRY(tx.Append(by.Make(model::EventType::kJwtTemplateUpdated, caller->environment->text,
                             std::nullopt, changes.Json())));
    return row;
  });
}

}  // namespace bearward::environments
