#include "dialects/workos/audit_logs.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/encode.h"
#include "json/view.h"
#include "resource/object_json.h"

namespace bearward::dialects::workos {
namespace {

using base::Result;
using door::Call;
using door::Reply;

constexpr json::Schema kAnyObject = {.type = json::Type::kObject, .open = true};
constexpr json::Property kActorSchemaMembers[] = {{"metadata", kAnyObject}};
constexpr json::Property kTargetSchemaMembers[] = {{"type", json::kText},
                                                   json::Optional("metadata", kAnyObject)};
constexpr json::Schema kTargetSchema = json::ObjectOf(kTargetSchemaMembers);
constexpr json::Property kDefinitionMembers[] = {
    json::Optional("actor", json::ObjectOf(kActorSchemaMembers)),
    {"targets", json::ListOf(kTargetSchema)},
    json::Optional("metadata", kAnyObject, "A JSON Schema.")};
constexpr json::Schema kDefinition =
    json::ObjectOf(kDefinitionMembers, "WorkOSAuditLogSchemaInput");
constexpr json::Property kSchemaMembers[] = {
    {"object", json::Word<"audit_log_schema">()},
    {"id", json::kText},
    {"version", json::kInteger},
    {"created_at", json::kTime},
    {"updated_at", json::kTime},
    json::Optional("actor", json::ObjectOf(kActorSchemaMembers)),
    {"targets", json::ListOf(kTargetSchema)},
    json::Optional("metadata", kAnyObject)};
constexpr json::Schema kSchema = json::ObjectOf(kSchemaMembers, "WorkOSAuditLogActionSchema");
constexpr json::Property kSchemaOfAction[] = {{"schema", kSchema}};

constexpr json::Property kEventMembers[] = {
    {"organization_id", json::kText},
    {"event", kAnyObject, true, "The event, which follows a schema of its action."}};
constexpr json::Schema kEvent = json::ObjectOf(kEventMembers, "WorkOSAuditLogEventInput");
constexpr json::Property kAddedMembers[] = {{"success", json::kFlag}};
constexpr json::Schema kAdded = json::ObjectOf(kAddedMembers);

constexpr json::Property kExportInput[] = {
    json::Optional("actors", json::OrNull(json::kTexts), "Former name of `actor_names`.")};
constexpr json::Property kExportOutput[] = {
    {"state", json::Word<"pending", "ready", "error", "expired">()},
    {"url", json::OrNull(json::kText), true, "The file, for ten minutes."}};

using model::Organization;
using RetentionView = json::View<Organization>;
constexpr RetentionView::Member kRetentionMembers[] = {
    RetentionView::Of<&Organization::audit_logs_retention_days>("retention_period_in_days")};
constexpr json::Schema kRetention = json::kSchemaOf<kRetentionMembers, "WorkOSAuditLogsRetention">;
constexpr json::Property kRetentionInputMembers[] = {
    json::Optional("retention_period_in_days", json::kInteger, "Required: 30 or 365."),
    json::Optional("retention_period", json::kInteger, "The name that the vendor's SDKs send.")};
constexpr json::Schema kRetentionInput = json::ObjectOf(kRetentionInputMembers);
using model::LogStream;
std::string_view TypeOf(const LogStream& stream) {
  return log_streams::WorkOsTypeOf(stream.type).value_or("");
}
std::string_view StateOf(const LogStream& stream) { return base::Word(stream.state); }
using StreamView = json::View<LogStream>;
constexpr StreamView::Member kStreamMembers[] = {
    StreamView::Of<&LogStream::id>("id"),
    StreamView::OneOf<&TypeOf, "Datadog", "Splunk", "S3", "AzureSentinel", "GenericHttps">("type"),
    StreamView::OneOf<&StateOf, "active", "inactive", "error", "invalid">("state"),
    StreamView::Of<&LogStream::last_synced_at>("last_synced_at"),
    StreamView::Of<&LogStream::created_at>("created_at")};

// Configuration is the audit log of an organization.
struct Configuration {
  model::OrganizationId organization;
  std::int64_t retention_days;
  std::optional<LogStream> stream;

  std::string_view state() const { return "active"; }
};
using ConfigurationView = json::View<Configuration>;
constexpr ConfigurationView::Member kConfigurationMembers[] = {
    ConfigurationView::Of<&Configuration::organization>("organization_id"),
    ConfigurationView::Of<&Configuration::retention_days>("retention_period_in_days"),
    ConfigurationView::OneOf<&Configuration::state, "active", "inactive", "disabled">("state"),
    ConfigurationView::OmittedPart<kStreamMembers, &Configuration::stream>("log_stream")};
constexpr json::Schema kConfiguration =
    json::kSchemaOf<kConfigurationMembers, "WorkOSAuditLogConfiguration">;

using door::kAnswer;
using door::kStatuses;
constexpr door::Contract kAddSchema = {.body = &kDefinition,
                                       .successes = kAnswer<201, "The new version.", kSchema>,
                                       .errors = kStatuses<422>};
constexpr door::Parameter kEventHeaders[] = {
    {"Idempotency-Key", json::kText, false, "Distinguishes equal events of one day."}};
constexpr door::Contract kAddEvent = {.body = &kEvent,
                                      .headers = kEventHeaders,
                                      .successes = kAnswer<200, "The event is stored.", kAdded>,
                                      .errors = kStatuses<404, 422>};
constexpr door::Contract kReadRetention = {
    .successes = kAnswer<200, "How long events are kept.", kRetention>, .errors = kStatuses<404>};
constexpr door::Contract kSetRetention = {
    .body = &kRetentionInput,
    .successes = kAnswer<200, "How long events are kept.", kRetention>,
    .errors = kStatuses<404, 422>};
constexpr door::Contract kReadConfiguration = {
    .successes = kAnswer<200, "The audit log of the organization.", kConfiguration>,
    .errors = kStatuses<404>};
constexpr std::string_view kCsvType = "text/csv";
constexpr door::Success kFile[] = {{200, "The events.", &json::kText, kCsvType}};
constexpr door::Parameter kDownloadQuery[] = {
    {"token", json::kText, true, "From the link of the export."}};
constexpr door::Contract kDownload = {
    .query = kDownloadQuery, .successes = kFile, .errors = kStatuses<401, 404, 409>};

std::string TextOf(const model::AuditLogSchema& schema) {
  std::string text = resource::ObjectText(model::kAuditLogSchema, &schema);
  resource::JoinMembers(text, resource::MembersOf(schema.definition));
  return text;
}

door::Codec ActionCodec(const audit_logs::Actions& actions) {
  return {
      .output = kSchemaOfAction,
      .write = [&actions](const model::Caller& caller,
                          std::span<const model::AnyRow> rows) -> Result<std::vector<std::string>> {
        BW_TRY_ASSIGN(const auto newest, actions.NewestSchemas(caller, rows));
        std::vector<std::string> texts;
        for (const model::AnyRow& row : rows) {
          const auto& name = static_cast<const model::AuditLogAction*>(row.get())->name;
          const auto schema = newest.find(name);
          if (schema == newest.end()) {
            return base::Fail(base::Internal("an action of an audit log has no schema"));
          }
          texts.push_back("\"schema\":" + TextOf(schema->second));
        }
        return texts;
      }};
}

Result<std::vector<std::string>> WriteDefinitions(const model::Caller& /*caller*/,
                                                  std::span<const model::AnyRow> rows) {
  std::vector<std::string> texts;
  for (const model::AnyRow& row : rows) {
    texts.push_back(
        resource::MembersOf(static_cast<const model::AuditLogSchema*>(row.get())->definition));
  }
  return texts;
}

Result<Reply> AddSchema(const AuditLogUses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const model::AuditLogSchema schema,
                uses.actions.AddSchema(call.caller(), call.Param("name"), body.object()));
  return door::JsonReply(201, TextOf(schema));
}

Result<Reply> AddEvent(const AuditLogUses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  BW_TRY(body.RequireAll({"organization_id", "event"}));
  BW_TRY_ASSIGN(const std::string organization, body.RequiredText("organization_id"));
  BW_TRY(uses.ingestion.Add(call.caller(), {organization, *body.object().Find("event"),
                                            std::string(call.request().Find("Idempotency-Key"))}));
  return door::JsonReply(200, R"({"success":true})");
}

Result<door::Extra> ReadActors(const door::CodecInput& input) {
  BW_TRY_ASSIGN(const auto names, door::Body(input.body).Texts("actors"));
  if (!names) return door::Extra{};
  return door::Extra{.fill = [names = *names](void* row) {
    auto& all = static_cast<model::AuditLogExport*>(row)->actor_names;
    all.insert(all.end(), names.begin(), names.end());
  }};
}

door::Codec ExportCodec(const AuditLogUses& uses) {
  return {.input = kExportInput,
          .output = kExportOutput,
          .read = &ReadActors,
          .write = [uses](const model::Caller& /*caller*/,
                          std::span<const model::AnyRow> rows) -> Result<std::vector<std::string>> {
            std::vector<std::string> texts;
            for (const model::AnyRow& row : rows) {
              const auto& one = *static_cast<const model::AuditLogExport*>(row.get());
              BW_TRY_ASSIGN(const std::string path, uses.exports.MakePath(one));
              texts.push_back(R"("state":"ready","url":)" + json::Quote(uses.site + path));
            }
            return texts;
          }};
}

// The file is an attachment, so that no browser shows its contents as a page.
Result<Reply> Download(const AuditLogUses& uses, Call& call) {
  BW_TRY_ASSIGN(const auto token, call.Query("token"));
  BW_TRY_ASSIGN(std::string csv, uses.exports.Download(call.Param("id"), token.value_or("")));
  Reply reply = door::TextReply(200, std::move(csv));
  reply.content_type = "text/csv; charset=utf-8";
  reply.headers.Add("Content-Disposition", "attachment; filename=\"audit-log.csv\"");
  return door::NoStore(std::move(reply));
}

Result<Reply> RetentionReply(const AuditLogUses& uses, Call& call) {
  BW_TRY_ASSIGN(const auto row, uses.organizations.Get(call.caller(), call.Param("id")));
  return door::JsonReply(200, json::ViewText<kRetentionMembers>(row));
}

Result<Reply> SetRetention(const AuditLogUses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  constexpr const char* kName = "retention_period_in_days";
  constexpr const char* kNameOfSdk = "retention_period";
  const char* const name = body.Has(kNameOfSdk) && !body.Has(kName) ? kNameOfSdk : kName;
  BW_TRY(body.RequireAll({name}));
  BW_TRY_ASSIGN(const auto days, body.Integer(name));
  BW_TRY(uses.organizations.SetAuditLogsRetention(
      call.caller(), model::OrganizationId{call.Param("id")}, days.value_or(0)));
  return RetentionReply(uses, call);
}

Result<Reply> ReadConfiguration(const AuditLogUses& uses, Call& call) {
  BW_TRY_ASSIGN(const auto row, uses.organizations.Get(call.caller(), call.Param("id")));
  BW_TRY_ASSIGN(const auto stream, uses.streams.OfOrganization(call.caller(), row.id));
  const Configuration configuration{
      row.id, row.audit_logs_retention_days.value_or(model::kAuditLogRetentionDays), stream};
  return door::JsonReply(200, json::ViewText<kConfigurationMembers>(configuration));
}

}  // namespace

std::vector<door::Route> AuditLogRoutes(const AuditLogUses& uses, const door::Mount& mount) {
  using enum http::Method;
  auto routes = door::Rest(uses.actions, "/audit_logs/actions", mount, ActionCodec(uses.actions))
                    .List("workos.list_audit_log_actions", "List the actions of audit logs")
                    .Rows();
  auto schemas =
      door::Rest(uses.actions.schemas(), "/audit_logs/actions/{name}/schemas", mount,
                 {.output = kDefinitionMembers, .write = &WriteDefinitions})
          .ListBy(
              [&actions = uses.actions](const Call& call, store::PageQuery query) {
                return actions.ListSchemas(call.caller(), call.Param("name"), std::move(query));
              },
              "workos.list_audit_log_schemas", "List the schemas of an action")
          .Rows();
  auto exports = door::Rest(uses.exports, "/audit_logs/exports", mount, ExportCodec(uses))
                     .Create(201, "workos.create_audit_log_export", "Export events of an audit log")
                     .Get("workos.read_audit_log_export", "Read an export of an audit log")
                     .Rows();
  std::ranges::move(schemas, std::back_inserter(routes));
  std::ranges::move(exports, std::back_inserter(routes));
  door::Guard guard = mount.guard;
  guard.need = model::Need::Live();
  const door::Dialect* dialect = &mount.dialect;
  const auto add = [&](http::Method method, std::string_view pattern, auto run,
                       std::string_view operation, std::string_view summary,
                       const door::Contract& contract) {
    routes.push_back({method, std::string(pattern), guard, door::RunOn::kWorker,
                      door::Bind(uses, run), operation, summary, &contract, dialect});
  };
  add(kPost, "/audit_logs/actions/{name}/schemas", AddSchema, "workos.create_audit_log_schema",
      "Add a version of the schema of an action", kAddSchema);
  add(kPost, "/audit_logs/events", AddEvent, "workos.create_audit_log_event",
      "Add an event to the audit log of an organization", kAddEvent);
  add(kGet, "/organizations/{id}/audit_logs_retention", RetentionReply,
      "workos.read_audit_logs_retention", "Read how long events of an audit log are kept",
      kReadRetention);
  add(kPut, "/organizations/{id}/audit_logs_retention", SetRetention,
      "workos.set_audit_logs_retention", "Set how long events of an audit log are kept",
      kSetRetention);
  add(kGet, "/organizations/{id}/audit_log_configuration", ReadConfiguration,
      "workos.read_audit_log_configuration", "Read the configuration of an audit log",
      kReadConfiguration);
  guard = door::OpenGuard();
  add(kGet, "/audit_logs/exports/{id}/file", Download, "workos.download_audit_log_export",
      "Download an export of an audit log", kDownload);
  return routes;
}

}  // namespace bearward::dialects::workos
