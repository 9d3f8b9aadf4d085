// Brandings: how the sign-in pages and emails of environments look.
#pragma once

#include <functional>

#include "base/result.h"
#include "model/branding.h"
#include "model/caller.h"
#include "resource/verbs.h"

namespace bearward::environments {

// Brandings is safe from any thread. Only a caller that acts for the environment uses it.
class Brandings {
 public:
  explicit Brandings(const resource::Parts& parts) : parts_(parts) {}

  // Get returns the branding of the caller's environment: kNotFound "branding_not_found".
  base::Result<model::Branding> Get(const model::Caller& caller) const;
  // Change changes it, or makes one. Errors of model::CheckRow and of the change. The pages have
  // the new look at once.
  base::Result<model::Branding> Change(
      const model::Caller& caller,
      const std::function<base::Status(model::Branding&)>& change) const;

 private:
  resource::Parts parts_;
};

}  // namespace bearward::environments
