// EmailLog: the emails of an environment, for its administrators: those that wait, and for
// `retention.delivery_days` those that were sent or given up.
#pragma once

#include "model/email.h"
#include "resource/verbs.h"

namespace bearward::mail {

// EmailLog is safe from any thread. Only a caller that acts for the environment may read it, and no
// request writes it.
class EmailLog : public resource::VerbsOf<model::Email> {
 public:
  explicit EmailLog(const resource::Parts& parts);
};

}  // namespace bearward::mail
