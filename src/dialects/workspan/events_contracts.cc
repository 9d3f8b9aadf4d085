// The contracts of events and subscribers.
#include "dialects/workspan/contracts.h"

namespace bearward::dialects::workspan {
namespace {

using door::Contract;
using json::kText;
using json::kTexts;
using json::ListOf;
using json::ObjectOf;
using json::Open;
using json::Optional;
using json::OrNull;
using json::Property;
using json::Schema;
using json::Word;

constexpr Property kEventMembers[] = {{"name", kText}, {"description", kText}};
constexpr Schema kEvent = ObjectOf(kEventMembers);
constexpr Property kEventsMembers[] = {{"events", ListOf(kEvent)}};
constexpr Schema kEvents = ObjectOf(kEventsMembers, "WorkSpanEvents");
constexpr Property kSchemaMembers[] = {{"schema", kAnyObject, true, "JSON Schema, draft 4."}};
constexpr Schema kSchemaBody = ObjectOf(kSchemaMembers, "WorkSpanEventSchema");
constexpr Property kIntegrationMembers[] = {{"integration_id", kText},
                                            {"integration_type", kText},
                                            {"description", kText},
                                            {"name", kText}};
constexpr Schema kIntegration = ObjectOf(kIntegrationMembers);
constexpr Property kIntegrationsMembers[] = {{"integrations", ListOf(kIntegration)}};
constexpr Schema kIntegrations = ObjectOf(kIntegrationsMembers, "WorkSpanIntegrations");

constexpr Schema kEventChoices[] = {kText, kTexts};
constexpr Schema kEventNames = {.type = json::Type::kChoice, .choices = kEventChoices};
constexpr Property kSettingsMembers[] = {{"callback_url", kText}};
constexpr Schema kSettings = Open(ObjectOf(kSettingsMembers));
constexpr Property kSubscribeMembers[] = {
    {"name", kText},
    Optional("event", kEventNames, "object.all by default."),
    {"subscriber_type", kText, true, "webhook"},
    {"webhook_settings", kSettings},
    Optional("integration_id", OrNull(kText), "Required for events of objects."),
    Optional("object_ids", OrNull(kTexts), "Only these objects."),
    Optional("objectids", OrNull(kTexts), "Another spelling of object_ids."),
    Optional("filters", OrNull(kText),
             "For example: (stage in [\"closed\",\"won\"]) AND (sales_details.partner = \"P1\")"),
};
constexpr Schema kSubscribeForm = Open(ObjectOf(kSubscribeMembers, "WorkSpanSubscriberInput"));
constexpr Property kSubscribedMembers[] = {{"subscriber_id", kText}};
constexpr Schema kSubscribed = ObjectOf(kSubscribedMembers, "WorkSpanSubscriberId");
constexpr Property kSubscriberMembers[] = {
    {"subscriber_id", kText}, {"name", kText},        {"event", kTexts},
    {"objectids", kTexts},    {"object_ids", kTexts}, {"integration_id", kText},
    {"integraion_id", kText}, {"filters", kText},     {"subscriber_type", Word<"webhook">()},
};
constexpr Schema kSubscriber = ObjectOf(kSubscriberMembers, "WorkSpanSubscriber");
constexpr Property kSubscribersMembers[] = {{"items", ListOf(kSubscriber)}};
constexpr Schema kSubscribersBody = ObjectOf(kSubscribersMembers, "WorkSpanSubscribers");

}  // namespace

constinit const Contract kListEvents = {.query = kEnvironmentQuery,
                                        .successes = door::kAnswer<200, "The events.", kEvents>};
constinit const Contract kEventSchema = {
    .query = kEnvironmentQuery, .successes = door::kAnswer<200, "The schema.", kSchemaBody>};
constinit const Contract kListIntegrations = {
    .query = kEnvironmentQuery,
    .successes = door::kAnswer<200, "The integrations.", kIntegrations>};
constinit const Contract kIntegrationSchema = {
    .query = kEnvironmentQuery, .successes = door::kAnswer<200, "The schema.", kSchemaBody>};
constinit const Contract kSubscribe = {
    .body = &kSubscribeForm,
    .query = kEnvironmentQuery,
    .successes = door::kAnswer<200, "The id; Location is the URL to delete.", kSubscribed>,
    .description = "The callbacks and their headers are described in docs/webhooks.md."};
constinit const Contract kListSubscribers = {
    .query = kEnvironmentQuery,
    .successes = door::kAnswer<200, "The callbacks.", kSubscribersBody>};
constinit const Contract kReadSubscriber = {
    .query = kEnvironmentQuery,
    .successes = door::kAnswer<200, "The callback.", kSubscriber>,
    .errors = door::kStatuses<400>};
constinit const Contract kUnsubscribe = {
    .query = kEnvironmentQuery,
    .successes = door::kAnswer<200, "The callback is deleted.">,
    .errors = door::kStatuses<400>};

}  // namespace bearward::dialects::workspan
