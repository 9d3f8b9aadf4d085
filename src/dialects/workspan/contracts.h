// Contracts: the bodies, parameters and responses of WorkSpan's routes.
#pragma once

#include <span>

#include "door/contract.h"

namespace bearward::dialects::workspan {

// kOauthErrors and kGatewayErrors are the two forms of the vendor's error bodies.
extern const std::span<const door::Content> kOauthErrors;
extern const std::span<const door::Content> kGatewayErrors;

// kAnyObject is an object whose members are data.
inline constexpr json::Schema kAnyObject = {.type = json::Type::kMap, .items = &json::kAny};

// kEnvironmentQuery is the parameter that every route has.
inline constexpr door::Parameter kEnvironmentQuery[] = {
    {"x-ws-env", json::kText, false,
     "Name of the environment. The header of this name is the same."}};

// kToken and the contracts after it belong to the routes of the same name.
extern const door::Contract kToken;
extern const door::Contract kRevocation;
extern const door::Contract kAuthorize;
extern const door::Contract kReadLinks;
extern const door::Contract kUpdateLink;
extern const door::Contract kAudit;
extern const door::Contract kCheckAttribute;
extern const door::Contract kListReports;
extern const door::Contract kReportData;
extern const door::Contract kReportSchema;
extern const door::Contract kReportMetadata;
extern const door::Contract kChartData;
extern const door::Contract kChartMetadata;
extern const door::Contract kPrepareExport;
extern const door::Contract kViewStatus;
extern const door::Contract kReadView;
extern const door::Contract kViewData;
extern const door::Contract kBulkLoad;
extern const door::Contract kBulkLoadOpportunity;
extern const door::Contract kUploadUrl;
extern const door::Contract kUpload;
extern const door::Contract kLoadStatus;
extern const door::Contract kPartnerAccounts;
extern const door::Contract kListEvents;
extern const door::Contract kEventSchema;
extern const door::Contract kListIntegrations;
extern const door::Contract kIntegrationSchema;
extern const door::Contract kSubscribe;
extern const door::Contract kListSubscribers;
extern const door::Contract kReadSubscriber;
extern const door::Contract kUnsubscribe;

}  // namespace bearward::dialects::workspan
