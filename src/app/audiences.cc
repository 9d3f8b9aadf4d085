#include "app/audiences.h"

#include "dialects/workmobile/notifications.h"
#include "dialects/workos/event_shapes.h"
#include "dialects/workspan/subscriber_events.h"

namespace bearward::app {

webhooks::Audiences MakeAudiences() {
  webhooks::Audiences audiences;
  AudienceOf(audiences, model::SubjectKind::kEnvironment) =
      webhooks::EndpointAudience(&dialects::workos::EncodeEvent);
  AudienceOf(audiences, model::SubjectKind::kApplication) =
      dialects::workspan::ApplicationAudience();
  AudienceOf(audiences, model::SubjectKind::kUser) = dialects::workmobile::LoginAudience();
  return audiences;
}

}  // namespace bearward::app
