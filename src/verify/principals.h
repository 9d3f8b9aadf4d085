// Principals: one object for equal facts. A principal weighs ten times what else is remembered of a
// credential, and most have several credentials. Internal to verify.
#pragma once

#include <cstddef>
#include <memory>

#include "base/short_text.h"
#include "model/caller.h"

namespace bearward::verify {

// KeptPrincipal is immutable. `odd_id` is for the one credential whose id has no packed form.
struct KeptPrincipal {
  model::Principal principal;
  base::ShortText<39> odd_id;
};

// Principals is safe from any thread. What it gave may outlive it.
class Principals {
 public:
  // kMostSharers is how often one object is given out: more would make all cores wait for its one
  // reference count.
  static constexpr std::size_t kMostSharers = 64;

  Principals();
  // Share gives a kept principal that equals this one, or keeps a copy. With an `odd_id` the copy
  // is a new one and nobody else's. It is kept as long as somebody holds it.
  std::shared_ptr<const KeptPrincipal> Share(const model::Principal& principal,
                                             const base::ShortText<39>& odd_id);
  // bytes gives about what the kept ones occupy, their allocations and listings included.
  std::size_t bytes() const;

 private:
  struct Listing;
  struct Forget;
  std::shared_ptr<const KeptPrincipal> Keep(const model::Principal& principal,
                                            const base::ShortText<39>& odd_id, std::size_t name);
  std::shared_ptr<Listing> listing_;
};

}  // namespace bearward::verify
