// Uses: the dependencies of WorkMobile's routes.
#pragma once

#include <string>

#include "field_service/jobs.h"
#include "field_service/mobile_users.h"
#include "field_service/records.h"
#include "login/login.h"
#include "objects/objects.h"
#include "users/users.h"
#include "webhooks/subscribers.h"

namespace bearward::dialects::workmobile {

// Uses are references to what must outlive the routes.
struct Uses {
  login::Login& login;
  users::Users& users;
  objects::Objects& objects;
  field_service::Jobs& jobs;
  field_service::Records& records;
  field_service::MobileUsers& mobile_users;
  const webhooks::Subscribers& subscribers;
  std::string version;  // of this program, for the root document
};

}  // namespace bearward::dialects::workmobile
