#include "keys/organization_keys.h"

#include <utility>

#include "base/invalid.h"
#include "base/text_set.h"
#include "crypto/hash.h"
#include "keys/key_writes.h"
#include "model/check_row.h"
#include "store/environments.h"
#include "store/memberships.h"
#include "store/organization_api_keys.h"
#include "store/roles.h"
#include "store/users.h"
#include "token/api_key.h"
#include "verify/authority.h"
#include "verify/subject.h"

namespace bearward::keys {
namespace {

using enum model::EventType;
using base::Result;
using model::OrganizationApiKey;

base::Status InvalidPermission(const std::string& text) {
  return base::Fail(base::Invalid("invalid_permission", text, {"permissions"}));
}

base::Status CheckPermissionsExist(store::ReadTx& tx, const OrganizationApiKey& key) {
  for (const std::string& slug : key.permissions) {
    BW_TRY_ASSIGN(const auto found, store::Permissions().FindBy(tx, key.environment, "slug", slug));
    if (!found) return InvalidPermission("No permission has the slug `" + slug + "`.");
  }
  return {};
}

// CheckOwner checks the user of a key: it has an active membership and every permission of the key.
base::Status CheckOwner(store::ReadTx& tx, const OrganizationApiKey& key) {
  BW_TRY_ASSIGN(const auto user, store::FindUser(tx, key.environment, *key.user));
  if (!user) return base::Fail(verify::NoUser(*key.user));
  BW_TRY_ASSIGN(const auto membership,
                store::FindActiveMembership(tx, key.environment, *key.user, key.organization));
  if (!membership || !user->active) {
    return base::Fail(base::Invalid("membership_required",
                                    "The user has no active membership in the organization."));
  }
  BW_TRY_ASSIGN(const auto owner,
                verify::LoadUserSubject(tx, key.environment, *key.user, key.organization));
  for (const std::string& slug : key.permissions) {
    if (model::HasPermission(owner.principal, slug)) continue;
    return InvalidPermission("The user does not have the permission `" + slug +
                             "` in the organization.");
  }
  return {};
}

// Begin completes a new key: it gets a value, of which the hash is stored.
base::Status Begin(store::ReadTx& tx, OrganizationApiKey& key, const resource::Context& context) {
  BW_TRY_ASSIGN(const auto environment, store::FindEnvironment(tx, key.environment));
  const bool sandbox = environment && environment->sandbox;
  key.value = token::NewApiKey(sandbox, key.user.has_value(), context.entropy);
  key.hash = store::HashText(crypto::Sha256(key.value.Reveal()));
  key.obfuscated_value = token::ObfuscatedApiKey(key.value.Reveal());
  key.permissions = base::SortedUnique(std::move(key.permissions));
  return {};
}

// CheckMayChange checks that the caller may create, expire or delete a key. That of a user has
// rights of the user, and a member manages no rights of another one.
base::Status CheckMayChange(store::ReadTx& tx, const resource::Context& context,
                            const OrganizationApiKey& key) {
  const model::Principal& actor = context.caller.principal();
  if (key.user) return verify::CheckEnvironment(actor);
  return verify::CheckCoversPermissions(tx, actor, key.permissions);
}

base::Status Prepare(store::WriteTx& tx, const OrganizationApiKey* before, OrganizationApiKey& key,
                     const resource::Context& context) {
  BW_TRY(CheckMayChange(tx, context, key));
  if (before != nullptr) return CheckMayChange(tx, context, *before);
  if (key.expires_at && *key.expires_at <= context.now) {
    return base::Fail(
        model::WrongValue(model::kOrganizationApiKey, "expires_at", "a time in the future"));
  }
  BW_TRY(CheckPermissionsExist(tx, key));
  if (key.user) BW_TRY(CheckOwner(tx, key));
  return Begin(tx, key, context);
}

// A caller that is bound to an organization would learn about the keys of others.
base::Status CheckMayValidate(const model::Principal& principal) {
  if (!principal.organization->empty()) return verify::CheckEnvironment(principal);
  return verify::CheckPermission(principal, OrganizationKeys::kValidatePermission);
}

base::Status Remove(store::WriteTx& tx, const void* row, const resource::Context& context) {
  return CheckMayChange(tx, context, *static_cast<const OrganizationApiKey*>(row));
}

}  // namespace

OrganizationKeys::OrganizationKeys(const resource::Parts& parts)
    : VerbsOf(model::kOrganizationApiKey,
              {.read = "keys:manage",
               .write = "keys:manage",
               .events = {kApiKeyCreated, kApiKeyUpdated, kApiKeyRevoked},
               .prepare = resource::PrepareOf(&Prepare),
               .remove = &Remove},
              parts),
      store_(parts.store),
      clock_(parts.clock) {}

resource::Verbs::Also OrganizationKeys::ValueOf(std::shared_ptr<base::Secret> value) {
  return [value = std::move(value)](store::WriteTx& /*tx*/, const void* row,
                                    const resource::Context& /*context*/) -> base::Status {
    *value = static_cast<const OrganizationApiKey*>(row)->value;
    return {};
  };
}

Result<OrganizationApiKey> OrganizationKeys::Expire(const model::Caller& caller,
                                                    const resource::Address& at,
                                                    const Expiry& expiry) const {
  const base::Time now = clock_.Now();
  const auto end = expiry.never ? std::nullopt : std::optional(expiry.at.value_or(now));
  return Update(caller, at,
                [&](OrganizationApiKey& key) { return SetExpiry(key.expires_at, end, now); });
}

Result<resource::Page> OrganizationKeys::ListOfOrganization(const model::Caller& caller,
                                                            const std::string& organization,
                                                            store::PageQuery query) const {
  query.conditions.push_back(store::WithoutUser());
  return List(caller, std::move(query),
              {{record().Find(model::kOrganizationField), {organization}}});
}

Result<resource::Page> OrganizationKeys::ListOfUser(const model::Caller& caller,
                                                    const std::string& user,
                                                    store::PageQuery query) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  BW_TRY_ASSIGN(const auto found, store_.Read([&](store::ReadTx& tx) {
    return store::FindUser(tx, caller->environment, model::UserId{user});
  }));
  if (!found) return base::Fail(verify::NoUser(model::UserId{user}));
  return List(caller, std::move(query), {{record().Find("user_id"), {user}}});
}

Result<std::optional<OrganizationApiKey>> OrganizationKeys::Validate(
    const model::Caller& caller, const base::Secret& value, verify::Verifier& verifier) const {
  BW_TRY(CheckMayValidate(caller.principal()));
  verify::Credential credential;
  credential.token = value.Reveal();
  // An imported key may begin like one of an environment.
  const verify::Form form = verify::FormOf(credential);
  if (form != verify::Form::kOrganizationKey && form != verify::Form::kSecretKey) {
    return std::nullopt;
  }
  const model::Need live = model::Need::Live();
  verify::Question question{live};
  question.environment = caller->environment;
  question.any_audience = true;
  const verify::Decision decision = verifier.Verify(credential, question, {});
  const bool limited = !decision.allowed() && decision.error().code == base::Code::kLimited;
  if (decision.unknown() || limited) return base::Fail(decision.error());
  if (!decision.allowed()) return std::nullopt;
  BW_TRY_ASSIGN(auto key, store_.Read([&](store::ReadTx& tx) {
    return store::OrganizationApiKeys().Find(tx, caller->environment,
                                             decision.caller()->credential_id());
  }));
  if (!key) return std::nullopt;  // deleted since
  const model::Principal& principal = decision.caller()->principal();
  std::erase_if(key->permissions,
                [&](const std::string& slug) { return !model::HasPermission(principal, slug); });
  return key;
}

}  // namespace bearward::keys
