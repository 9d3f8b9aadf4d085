// EmailEvents: the changes that send an email.
#pragma once

#include "model/event_type.h"

namespace bearward::model {

// SendsEmail says whether the change of an event may store an email in the outbox. The delivery
// looks for new emails after such an event.
bool SendsEmail(EventType type);

}  // namespace bearward::model
