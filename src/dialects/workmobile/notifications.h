// Notifications: WorkMobile's external notifications about new form data (contract 2b).
#pragma once

#include <vector>

#include "dialects/workmobile/row.h"
#include "webhooks/audience.h"

namespace bearward::dialects::workmobile {

// NotificationRows returns the rows.
std::vector<Row> NotificationRows();

// LoginAudience returns the audience of subscribers that are users. Such a subscriber gets the new
// records of its form as long as its user may use the API, has the permission records:read and sees
// the form and the record: both when the record is planned and when it is sent.
webhooks::Audience LoginAudience();

}  // namespace bearward::dialects::workmobile
