// Uses: the dependencies of WorkSpan's routes.
#pragma once

#include <string>
#include <vector>

#include "grant/grant.h"
#include "objects/objects.h"
#include "partner_data/co_sell.h"
#include "partner_data/integrations.h"
#include "partner_data/loads.h"
#include "partner_data/marketplace.h"
#include "partner_data/reports.h"
#include "partner_data/views.h"
#include "users/company_users.h"
#include "verify/verifier.h"
#include "webhooks/subscribers.h"

namespace bearward::dialects::workspan {

// Uses are the dependencies of the routes; all of them must outlive the routes.
struct Uses {
  grant::Grant& grant;
  verify::Verifier& verifier;
  objects::Objects& objects;
  const users::CompanyUsers& users;
  const partner_data::Reports& reports;
  const partner_data::Views& views;
  const partner_data::Loads& loads;
  const partner_data::Marketplace& marketplace;
  const partner_data::CoSell& co_sell;
  const partner_data::Integrations& integrations;
  const webhooks::Subscribers& subscribers;
  // redirect_uris are the only URIs that the dummy authorization step redirects to, compared
  // exactly (incident class C1).
  std::vector<std::string> redirect_uris;
  // base_url is the URL before the paths of the routes, for the URLs in responses.
  std::string base_url;
};

}  // namespace bearward::dialects::workspan
