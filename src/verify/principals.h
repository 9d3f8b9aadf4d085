// Principals: one object for equal facts. A principal weighs ten times what else is remembered of a
// credential, and most have several credentials. Internal to verify.
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

// Principals is safe from any thread. What it gave may outlive it.
class Principals {
 public:
  // kMostSharers is how often one object is given out: more would make all cores wait for its one
  // reference count.
  static constexpr std::size_t kMostSharers = 64;

  Principals();
  // Share gives a kept principal that equals this one, or keeps a copy, as long as somebody holds
  // it.
  std::shared_ptr<const KeptPrincipal> Share(const model::Principal& principal);
  // KeepOdd keeps a copy for the one credential whose id has no packed form.
  std::shared_ptr<const OddPrincipal> KeepOdd(const model::Principal& principal,
                                              const base::ShortText<39>& id);
  // bytes gives about what the kept ones occupy, their allocations and listings included.
  std::size_t bytes() const;

 private:
  std::shared_ptr<PrincipalList> list_;
};

// KeptPrincipal is a principal that several share. It takes itself off the list at its end.
class KeptPrincipal {
 public:
  KeptPrincipal(std::shared_ptr<PrincipalList> list, const model::Principal& principal);
  ~KeptPrincipal();
  KeptPrincipal(const KeptPrincipal&) = delete;
  KeptPrincipal& operator=(const KeptPrincipal&) = delete;

  const model::Principal& principal() const { return principal_; }

 private:
  friend class Principals;
  model::Principal principal_;  // first: whoever finds it reads on from its count
  const std::shared_ptr<PrincipalList> list_;
  const std::size_t bytes_;
  mutable std::size_t given_ = 1;  // guarded by the list
};

// OddPrincipal is nobody else's.
struct OddPrincipal : KeptPrincipal {
  OddPrincipal(std::shared_ptr<PrincipalList> list, const model::Principal& principal,
               const base::ShortText<39>& odd_id)
      : KeptPrincipal(std::move(list), principal), id(odd_id) {}
  const base::ShortText<39> id;
};

}  // namespace bearward::verify
