// SubscriberEvents: the events of WorkSpan and the bodies of their callbacks (contracts: WorkSpan
// 2.5).
#pragma once

#include <span>
#include <string_view>

#include "webhooks/audience.h"

namespace bearward::dialects::workspan {

// kAllObjectEvents is the name that stands for every event whose name begins with kObjectEvent.
inline constexpr std::string_view kAllObjectEvents = "object.all";
inline constexpr std::string_view kObjectEvent = "object.";

// SubscriberEvent is an event of the catalogue.
struct SubscriberEvent {
  std::string_view name;
  std::string_view description;
};
std::span<const SubscriberEvent> SubscriberEvents();
// IsObjectEvent says whether subscribing to an event needs an integration.
bool IsObjectEvent(std::string_view name);

// ApplicationAudience returns the audience of subscribers that are applications. Such a subscriber
// gets an event only if the evaluation rule (contracts: WorkSpan section 4, steps 3 to 7) allows
// its application to read the object, both when the event is planned and when it is sent; the body
// has the fields that its organization may see. A filter is evaluated on these, so that it reveals
// nothing about the others.
webhooks::Audience ApplicationAudience();

}  // namespace bearward::dialects::workspan
