// SubjectCache: the principals of active subjects. It finds the principal of a subject without the
// store, and keeps one object for equal principals. Internal to verify.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/short_text.h"
#include "model/caller.h"
#include "verify/revocations.h"

namespace bearward::verify {

// SubjectKey is all that the principal of a credential depends on, except what events invalidate:
// the subject, and the kind and the bounds of the credential. It is a view.
struct SubjectKey {
  std::string_view environment;
  std::string_view kind;  // of `subject`
  std::string_view subject;
  std::string_view organization;
  std::string_view profile;
  model::CredentialKind credential = model::CredentialKind::kJwt;
  const std::vector<std::string>* scopes = nullptr;     // nullptr: all
  const std::vector<std::string>* audiences = nullptr;  // nullptr or empty: none
};

// CachedSubject is an active subject with its principal for one SubjectKey.
struct CachedSubject {
  std::shared_ptr<const model::Principal> principal;
  std::int64_t generation = 0;  // of an application
};

class SharedPrincipal;
struct IdentifiedPrincipal;
struct PrincipalTable;

// SubjectCache is safe from any thread. It serves two purposes with one key:
//
// Find and Put are a cache of principals by subject, profile, scopes and audiences, invalidated by
// events. With it a new token of a known subject costs a signature check and no lookup of the
// subject. It contains active subjects only; a miss says nothing about a subject.
//
// Share keeps one object for equal principals. A principal takes ten times the memory of the other
// cached data of a credential, and most principals have several credentials.
class SubjectCache {
 public:
  static constexpr std::size_t kStripes = 16;
  // kMostInStripe times kStripes subjects take a few megabytes. A full stripe is cleared.
  static constexpr std::size_t kMostInStripe = 256;
  // kMostSharers limits how often one object is shared, because all cores contend for its single
  // reference count.
  static constexpr std::size_t kMostSharers = 64;

  // SubjectCache keeps a reference to `revocations`, which must outlive it.
  explicit SubjectCache(const Revocations& revocations);
  ~SubjectCache();
  SubjectCache(const SubjectCache&) = delete;
  SubjectCache& operator=(const SubjectCache&) = delete;

  // Find returns the cached subject, unless anything that it depends on has changed since.
  std::optional<CachedSubject> Find(const SubjectKey& key) const;
  // Put stores a subject whose facts were read after `epoch` was read from the revocations.
  void Put(const SubjectKey& key, CachedSubject subject, std::uint64_t epoch);
  // size returns the number of subjects that Find may return.
  std::size_t size() const;

  // Share returns an existing equal principal, or a new copy. The object lives as long as its
  // references and may outlive the cache.
  std::shared_ptr<const SharedPrincipal> Share(const model::Principal& principal);
  // KeepWithId returns a copy for a single credential, which also holds the id of the credential.
  std::shared_ptr<const IdentifiedPrincipal> KeepWithId(const model::Principal& principal,
                                                        const base::ShortText<39>& id);
  // shared_bytes returns the approximate memory of the objects that Share and KeepWithId returned,
  // including allocator overhead and table entries.
  std::size_t shared_bytes() const;

 private:
  struct Stripe;
  Stripe& StripeOf(std::size_t hash) const;

  const Revocations& revocations_;
  std::unique_ptr<Stripe[]> stripes_;
  std::shared_ptr<PrincipalTable> shared_;
};

// SharedPrincipal is a principal shared by several verdicts. Its destructor removes it from the
// table of the cache, which it keeps alive.
class SharedPrincipal {
 public:
  SharedPrincipal(std::shared_ptr<PrincipalTable> table, const model::Principal& principal);
  ~SharedPrincipal();
  SharedPrincipal(const SharedPrincipal&) = delete;
  SharedPrincipal& operator=(const SharedPrincipal&) = delete;

  const model::Principal& principal() const { return principal_; }

 private:
  friend class SubjectCache;
  model::Principal principal_;  // first: next to the reference count
  const std::shared_ptr<PrincipalTable> table_;
  const std::size_t bytes_;
  mutable std::size_t sharers_ = 1;  // guarded by the table
};

// IdentifiedPrincipal is not shared: it also holds the id of its only credential.
struct IdentifiedPrincipal : SharedPrincipal {
  IdentifiedPrincipal(std::shared_ptr<PrincipalTable> table, const model::Principal& principal,
                      const base::ShortText<39>& credential_id)
      : SharedPrincipal(std::move(table), principal), id(credential_id) {}
  const base::ShortText<39> id;
};

}  // namespace bearward::verify
