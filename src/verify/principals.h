// Principals: keeps one shared object for equal principals. A principal takes ten times the memory
// of the other cached data of a credential, and most principals have several credentials. Internal
// to verify.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>

#include "base/short_text.h"
#include "model/caller.h"

namespace bearward::verify {

class KeptPrincipal;
struct OddPrincipal;
struct PrincipalList;

// Principals is safe from any thread. Its results may outlive it.
class Principals {
 public:
  // kMostSharers limits how often one object is shared, because all cores contend for its single
  // reference count.
  static constexpr std::size_t kMostSharers = 64;

  Principals();
  // Share returns an existing equal principal, or a new copy. The object lives as long as its
  // references.
  std::shared_ptr<const KeptPrincipal> Share(const model::Principal& principal);
  // KeepOdd returns a copy for a single credential whose id has no packed form.
  std::shared_ptr<const OddPrincipal> KeepOdd(const model::Principal& principal,
                                              const base::ShortText<39>& id);
  // bytes returns the approximate memory of the kept principals, including allocator overhead and
  // table entries.
  std::size_t bytes() const;

 private:
  std::shared_ptr<PrincipalList> list_;
};

// KeptPrincipal is a principal shared by several verdicts. Its destructor removes it from the list.
class KeptPrincipal {
 public:
  KeptPrincipal(std::shared_ptr<PrincipalList> list, const model::Principal& principal);
  ~KeptPrincipal();
  KeptPrincipal(const KeptPrincipal&) = delete;
  KeptPrincipal& operator=(const KeptPrincipal&) = delete;

  const model::Principal& principal() const { return principal_; }

 private:
  friend class Principals;
  model::Principal principal_;  // first: next to the reference count
  const std::shared_ptr<PrincipalList> list_;
  const std::size_t bytes_;
  mutable std::size_t given_ = 1;  // guarded by the list
};

// OddPrincipal is not shared: it also holds the id of its only credential.
struct OddPrincipal : KeptPrincipal {
  OddPrincipal(std::shared_ptr<PrincipalList> list, const model::Principal& principal,
               const base::ShortText<39>& odd_id)
      : KeptPrincipal(std::move(list), principal), id(odd_id) {}
  const base::ShortText<39> id;
};

}  // namespace bearward::verify
