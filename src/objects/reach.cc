#include "objects/reach.h"

#include <optional>
#include <utility>

#include "store/applications.h"
#include "store/objects.h"

namespace bearward::objects {
namespace {

// ProfileOf returns the access profile of an application. A deleted profile grants nothing.
base::Result<model::AccessProfile> ProfileOf(store::ReadTx& tx, const model::Principal& principal) {
  if (principal.subject_kind != model::SubjectKind::kApplication) {
    return base::Fail(base::Denied("not_an_application", "Only an application can do this."));
  }
  BW_TRY_ASSIGN(auto profile,
                store::FindAccessProfile(tx, principal.environment, principal.access_profile));
  return std::move(profile).value_or(model::AccessProfile{});
}

}  // namespace

base::Result<Reached> Reach(store::ReadTx& tx, const model::Principal& principal,
                            const model::ObjectId& object, model::Operation operation) {
  BW_TRY_ASSIGN(const model::AccessProfile profile, ProfileOf(tx, principal));
  BW_TRY_ASSIGN(auto found, store::FindObject(tx, principal.environment, object));
  BW_TRY_ASSIGN(const auto members,
                store::ListMembersOf(tx, principal.environment, object, principal.organization));
  const bool is_foreign =
      found && model::IsPrivateKind(found->kind) && found->owner != principal.organization;
  const std::optional<model::Rights> rights =
      found && !is_foreign ? model::EffectiveRights(members) : std::nullopt;
  BW_TRY(model::CheckAccess(profile, found ? found->kind : "", operation, rights));
  return Reached{std::move(*found), *rights};
}

base::Status CheckOwn(store::ReadTx& tx, const model::Principal& principal, std::string_view kind,
                      model::Operation operation) {
  BW_TRY_ASSIGN(const model::AccessProfile profile, ProfileOf(tx, principal));
  return model::CheckAccess(profile, kind, operation, model::RightsOf(model::AccessLevel::kOwner));
}

base::Status CheckNamed(store::ReadTx& tx, const model::Principal& principal, std::string_view kind,
                        model::Operation operation) {
  BW_TRY_ASSIGN(model::AccessProfile profile, ProfileOf(tx, principal));
  std::erase_if(profile.grants,
                [&](const model::AccessGrant& grant) { return grant.kind != kind; });
  return model::CheckAccess(profile, kind, operation, model::RightsOf(model::AccessLevel::kOwner));
}

base::Status CheckSomewhere(store::ReadTx& tx, const model::Principal& principal,
                            model::Operation operation) {
  BW_TRY_ASSIGN(const model::AccessProfile profile, ProfileOf(tx, principal));
  const auto refused = model::CheckAccess(profile, "", operation, std::nullopt);
  // Without rights the rule refuses everything: only the refusal of the profile counts here.
  if (refused.error().code == base::Code::kDenied) return refused;
  return {};
}

}  // namespace bearward::objects
