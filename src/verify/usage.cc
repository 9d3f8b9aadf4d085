#include "verify/usage.h"

#include <algorithm>
#include <iterator>

#include "store/api_keys.h"
#include "store/applications.h"
#include "store/organization_api_keys.h"

namespace bearward::verify {
namespace {

constexpr std::string_view kKeyPrefix = "key_";
constexpr std::string_view kOrganizationKeyPrefix = "api_key_";
constexpr std::string_view kSecretPrefix = "sec_";

bool IsNoted(std::string_view id) { return IsApiKeyId(id) || id.starts_with(kSecretPrefix); }

}  // namespace

void Usage::Note(const std::shared_ptr<const model::Principal>& principal,
                 std::string_view credential, base::Time at) {
  if (!IsNoted(credential)) return;
  Stripe& stripe = stripes_[observe::ShardOfThread()];
  const std::lock_guard<std::mutex> lock(stripe.mutex);
  if (stripe.uses.size() >= kMostWaiting) return;
  if (stripe.uses.capacity() < kMostWaiting) stripe.uses.reserve(kMostWaiting);
  stripe.uses.push_back({principal, base::ShortText<39>(credential), at});
}

void Usage::Note(const Client& client, base::Time at) {
  Note(std::make_shared<const model::Principal>(client.subject.principal), client.secret_id, at);
}

base::Status Usage::Flush() {
  const std::lock_guard<std::mutex> lock(flushing_);
  Gather();
  if (batch_.empty()) return {};
  BW_TRY(store_.Write([this](store::WriteTx& tx) -> base::Status {
    for (const Use& use : batch_) BW_TRY(Write(tx, use));
    return {};
  }));
  batch_.clear();
  return {};
}

// The stripes keep their memory, so that the next Note does not allocate.
void Usage::Gather() {
  for (Stripe& stripe : stripes_) {
    const std::lock_guard<std::mutex> stripe_lock(stripe.mutex);
    const std::size_t taken = std::min(stripe.uses.size(), kMostInFlush - batch_.size());
    const auto from = stripe.uses.end() - static_cast<std::ptrdiff_t>(taken);
    std::move(from, stripe.uses.end(), std::back_inserter(batch_));
    stripe.uses.erase(from, stripe.uses.end());
  }
}

base::Status Usage::Write(store::WriteTx& tx, const Use& use) {
  const std::string id(use.credential.view());
  if (id.starts_with(kKeyPrefix)) {
    return store::NoteApiKeyUse(tx, use.principal->environment, {id}, use.at);
  }
  if (id.starts_with(kOrganizationKeyPrefix)) {
    return store::NoteOrganizationApiKeyUse(tx, use.principal->environment, id, use.at);
  }
  return store::NoteSecretUse(tx, use.principal->environment,
                              {std::string(use.principal->subject_id)}, id, use.at);
}

std::size_t Usage::waiting() const {
  std::size_t sum = 0;
  for (const Stripe& stripe : stripes_) {
    const std::lock_guard<std::mutex> lock(stripe.mutex);
    sum += stripe.uses.size();
  }
  return sum;
}

}  // namespace bearward::verify
