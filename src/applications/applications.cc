#include "applications/applications.h"

#include <functional>
#include <utility>

#include "model/changes.h"
#include "model/check_row.h"
#include "model/event.h"
#include "sessions/sessions.h"
#include "store/applications.h"
#include "store/webhooks.h"
#include "token/client_secret.h"
#include "verify/authority.h"

namespace bearward::applications {
namespace {

using enum model::EventType;

constexpr std::string_view kManageApplications = "applications:manage";

// ChangeApplication calls `change` on an application on which the caller may act. If it returns
// true, the row is written and application.updated appended; disabling revokes the tokens.
base::Status ChangeApplication(store::WriteTx& tx, const model::Caller& caller,
                               const model::ApplicationId& id, base::Time now,
                               const std::function<bool(model::Application&)>& change) {
  BW_TRY_ASSIGN(auto application, verify::AuthorizeApplication(tx, caller.principal(), id));
  const model::Application before = application;
  if (!change(application)) return {};
  const bool disabled = before.enabled && !application.enabled;
  if (disabled) ++application.generation;
  application.updated_at = now;
  BW_TRY(store::UpdateApplication(tx, application));
  const sessions::Ending ending{.by = model::EventBy(caller, now),
                                .organization = application.organization,
                                .kind = model::SubjectKind::kApplication,
                                .subject_id = id.text};
  BW_TRY(tx.Append(ending.by.Make(model::EventType::kApplicationUpdated, id.text,
                                  application.organization,
                                  model::Changes::Between(before, application).Json())));
  return disabled ? sessions::EndAll(tx, ending) : base::Status();
}

base::Status CheckProfile(store::WriteTx& tx, const model::Application& application) {
  if (application.access_profile.empty()) return {};
  BW_TRY_ASSIGN(const auto found,
                store::FindAccessProfile(tx, application.environment, application.access_profile));
  if (found) return {};
  return base::Fail(model::WrongValue(model::kApplicationRecord, "access_profile",
                                      "the name of an access profile of this environment"));
}

base::Status Prepare(store::WriteTx& tx, const model::Application* before,
                     model::Application& application, const resource::Context& context) {
  if (before == nullptr) {
    application.client_id = token::NewClientId(context.entropy);
  } else {
    BW_TRY(verify::CheckCoversApplication(tx, context.caller.principal(), *before));
  }
  BW_TRY(CheckProfile(tx, application));
  return verify::CheckCoversApplication(tx, context.caller.principal(), application);
}

base::Status Remove(store::WriteTx& tx, const void* row, const resource::Context& context) {
  const auto& application = *static_cast<const model::Application*>(row);
  BW_TRY(verify::CheckCoversApplication(tx, context.caller.principal(), application));
  BW_TRY(store::RetireSecrets(tx, application.environment, application.id, context.now));
  BW_TRY(store::DeleteSubscribersOf(tx, application.environment, application.id.text));
  return sessions::EndAll(tx, {.by = model::EventBy(context.caller, context.now),
                               .organization = application.organization,
                               .kind = model::SubjectKind::kApplication,
                               .subject_id = application.id.text});
}

}  // namespace

Applications::Applications(const resource::Parts& parts)
    : VerbsOf(model::kApplicationRecord,
              {.read = kManageApplications,
               .write = kManageApplications,
               .events = {kApplicationCreated, kApplicationUpdated, kApplicationDeleted},
               .prepare = resource::PrepareOf(&Prepare),
               .remove = &Remove},
              parts),
      store_(parts.store),
      clock_(parts.clock) {}

resource::Verbs::Also Applications::FirstSecret(std::shared_ptr<base::Secret> value) {
  return [value = std::move(value)](store::WriteTx& tx, const void* row,
                                    const resource::Context& context) -> base::Status {
    const auto& application = *static_cast<const model::Application*>(row);
    token::ClientSecret made = token::NewClientSecret(application.environment, application.id,
                                                      context.now, context.entropy);
    *value = std::move(made.value);
    return store::InsertSecret(tx, made.secret);
  };
}

base::Result<ApplicationName> Applications::Resolve(const model::Caller& caller,
                                                    std::string_view id_or_client_id) {
  const std::string text(id_or_client_id);
  return store_.Read([&](store::ReadTx& tx) -> base::Result<ApplicationName> {
    BW_TRY_ASSIGN(auto found, store::FindApplication(tx, caller->environment, {text}));
    if (!found) {
      BW_TRY_ASSIGN(found, store::FindApplicationByClientId(tx, caller->environment, text));
    }
    if (!found) return ApplicationName{{text}, text};
    return ApplicationName{found->id, found->client_id};
  });
}

base::Status Applications::SetEnabled(const model::Caller& caller,
                                      const model::ApplicationId& application, bool enabled) {
  BW_TRY(verify::CheckPermission(caller.principal(), kManageApplications));
  const base::Time now = clock_.Now();
  return store_.Write([&](store::WriteTx& tx) {
    return ChangeApplication(tx, caller, application, now, [enabled](model::Application& row) {
      return std::exchange(row.enabled, enabled) != enabled;
    });
  });
}

base::Status Applications::SetRateLimit(const model::Caller& caller,
                                        const model::ApplicationId& application,
                                        const std::optional<model::RateLimit>& limit) {
  BW_TRY(verify::CheckPermission(caller.principal(), kManageApplications));
  const base::Time now = clock_.Now();
  return store_.Write([&](store::WriteTx& tx) {
    return ChangeApplication(tx, caller, application, now, [&limit](model::Application& row) {
      return std::exchange(row.rate_limit, limit) != limit;
    });
  });
}

}  // namespace bearward::applications
