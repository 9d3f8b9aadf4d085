#include "door/request_context.h"

namespace bearward::door {

verify::Question RequestContext::question() const {
  const Guard& guard = route_->guard;
  verify::Question question{guard.need, guard.kinds, guard.profiles, named_environment_,
                            credential_->account};
  question.limits = route_->limits;
  question.in_person = guard.in_person;
  return question;
}

}  // namespace bearward::door
