// Audiences: the kinds of receivers of events, and the vendors whose forms they get.
#pragma once

#include "webhooks/audience.h"

namespace bearward::app {

// MakeAudiences returns those of the vendors: endpoints are WorkOS' resource, applications
// subscribe in WorkSpan's API and users in WorkMobile's.
webhooks::Audiences MakeAudiences();

}  // namespace bearward::app
