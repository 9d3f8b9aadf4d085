// Unsent: the emails of an environment that are not sent yet, for its administrators.
#pragma once

#include <string>

#include "base/result.h"
#include "model/caller.h"
#include "store/outbox.h"
#include "store/store.h"

namespace bearward::mail {

// Unsent is safe from any thread.
class Unsent {
 public:
  explicit Unsent(store::Store& store) : store_(store) {}

  // List returns a page of the emails that wait, with their codes still sealed. kDenied
  // "not_the_environment" unless the caller acts for the environment; kInvalid "invalid_cursor".
  base::Result<store::KeysetPage<store::OutboxRow>> List(const model::Caller& caller,
                                                         const store::PageRequest& request) const;

  // Get returns one of them. kNotFound "email_not_found", also for one that was sent or has
  // expired.
  base::Result<store::OutboxRow> Get(const model::Caller& caller, const std::string& id) const;

 private:
  store::Store& store_;
};

}  // namespace bearward::mail
