// The organization of a request with an idempotency key (organizations.h).
#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "crypto/hash.h"
#include "organizations/organizations.h"
#include "resource/object_json.h"
#include "store/idempotency_keys.h"
#include "store/organization_domains.h"
#include "store/organizations.h"

namespace bearward::organizations {
namespace {

using model::AnyRow;
using model::Organization;

constexpr std::chrono::hours kKeyLifetime{24};
constexpr std::size_t kLongestKey = 255;

base::Status CheckKey(std::string_view key) {
  const bool visible = std::ranges::all_of(key, [](char c) { return c > ' ' && c < '\x7f'; });
  if (visible && !key.empty() && key.size() <= kLongestKey) return {};
  return base::Fail(base::Invalid("invalid_idempotency_key",
                                  "An idempotency key has 1 to 255 visible ASCII characters."));
}

base::Error Reused(std::string_view key) {
  return base::Invalid("idempotency_key_reused",
                       "Another idempotency key (" + std::string(key) +
                           ") with different request parameters was found. Please use a different "
                           "idempotency key.");
}

// AnswerHash is the hash of an organization as a response shows it.
base::Result<base::Digest> AnswerHash(store::ReadTx& tx, const Organization& organization) {
  std::string text = resource::ObjectText(model::kOrganization, &organization);
  BW_TRY_ASSIGN(const auto domains,
                store::ListDomainsOf(tx, organization.environment, organization.id));
  for (const model::OrganizationDomain& domain : domains) {
    text += resource::ObjectText(model::kOrganizationDomain, &domain);
  }
  return crypto::Sha256(text);
}

// FindUnchanged returns the organization that an earlier request with the key has made, as long as
// the answer to that request is still right; else nullopt.
base::Result<std::optional<Organization>> FindUnchanged(store::ReadTx& tx,
                                                        const store::IdempotencyKey& earlier) {
  BW_TRY_ASSIGN(auto organization,
                store::FindOrganization(tx, earlier.environment, earlier.organization));
  if (!organization) return organization;
  BW_TRY_ASSIGN(const base::Digest hash, AnswerHash(tx, *organization));
  if (hash != earlier.answer_hash) organization.reset();
  return organization;
}

}  // namespace

base::Result<AnyRow> Organizations::CreateOnce(const model::Caller& caller, const AnyRow& row,
                                               const Also& also,
                                               const IdempotentRequest& request) const {
  BW_TRY(CheckWrite(caller));
  BW_TRY(CheckKey(request.key));
  const base::Time now = clock_.Now();
  store::IdempotencyKey key{.environment = caller->environment,
                            .key_hash = crypto::Sha256(request.key),
                            .request_hash = crypto::Sha256(request.body),
                            .expires_at = now + kKeyLifetime};
  return store_.Write([&](store::WriteTx& tx) -> base::Result<AnyRow> {
    BW_TRY_ASSIGN(const auto earlier,
                  store::FindIdempotencyKey(tx, key.environment, key.key_hash, now));
    if (earlier) {
      BW_TRY_ASSIGN(auto unchanged, FindUnchanged(tx, *earlier));
      if (unchanged && earlier->request_hash != key.request_hash) {
        return base::Fail(Reused(request.key));
      }
      if (unchanged) return std::make_shared<Organization>(*std::move(unchanged));
    }
    const resource::Context context{caller, now, entropy_};
    BW_TRY_ASSIGN(AnyRow made, CreateIn(tx, context, row));
    if (also) BW_TRY(also(tx, made.get(), context));
    const auto& organization = *static_cast<const Organization*>(made.get());
    key.organization = organization.id;
    BW_TRY_ASSIGN(key.answer_hash, AnswerHash(tx, organization));
    BW_TRY(store::PutIdempotencyKey(tx, key));
    return made;
  });
}

}  // namespace bearward::organizations
