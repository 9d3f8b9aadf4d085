#include "base/precis.h"
#include "provision/applying.h"
#include "sessions/sessions.h"
#include "store/memberships.h"
#include "store/users.h"
#include "verify/lockout.h"
#include "verify/strictest_policy.h"

namespace bearward::provision {
namespace {

// Outcome is the effect of an entry on its user.
struct Outcome {
  bool is_new = false;
  bool changed = false;
  bool password = false;
  bool switched_off = false;
  bool switched_on = false;
  std::optional<Memberships> old_memberships = {};  // if they changed
};

base::Result<model::User> Blank(Applying& applying, const model::Environment& environment,
                                const UserEntry& entry) {
  model::User user;
  user.environment = environment.id;
  user.id = entry.id.empty() ? model::NewId<model::UserId>("user", applying.now, applying.entropy)
                             : model::UserId{entry.id};
  if (!entry.number) {
    BW_TRY_ASSIGN(user.number, store::NextUserNumber(applying.tx, environment.id));
  }
  user.created_at = applying.now;
  user.password_changed_at = applying.now;
  return user;
}

// CheckNames validates names that are about to be set. Stored names are not validated again:
// release 0.1.0 accepted names that RFC 8265 refuses, and its files must still apply.
base::Status CheckNames(const UserEntry& entry, const model::User& user) {
  const auto check = [&entry](std::string_view key, const std::string& name,
                              const std::string& stored) -> base::Status {
    if (name.empty() || name == stored) return {};
    const auto fault = base::FaultOfName(name);
    if (!fault) return {};
    return base::Fail(Mistake(entry.where, "`" + std::string(key) + "` " + *fault + "."));
  };
  BW_TRY(check("username", entry.username, user.username));
  return check("email", entry.email, user.email);
}

// Fill assigns the fields of the entry to the user, except the password.
Outcome Fill(model::User& user, const UserEntry& entry, EntryMemory& memory) {
  Outcome outcome;
  const bool was_active = user.active;
  outcome.changed = memory.Assign(user.number, entry.number, "number");
  outcome.changed |= memory.Assign(user.username, Given(entry.username), "username");
  outcome.changed |= memory.Assign(user.email, Given(entry.email), "email");
  outcome.changed |= memory.Assign(user.first_name, entry.first_name, "first_name");
  outcome.changed |= memory.Assign(user.last_name, entry.last_name, "last_name");
  outcome.changed |= memory.Assign(user.job_title, entry.job_title, "job_title");
  outcome.changed |= memory.Assign(user.active, entry.active, "active");
  outcome.changed |= memory.Assign(user.integrator, entry.integrator, "integrator");
  outcome.changed |= memory.Assign(user.password_change_required, entry.password_change_required,
                                   "password_change_required", /*disabling=*/true);
  outcome.switched_off = was_active && !user.active;
  outcome.switched_on = !was_active && user.active;
  return outcome;
}

// HashOfEntry returns the hash that replaces the stored one if the file's password is new; empty if
// the stored hash already matches that password.
base::Result<std::string> HashOfEntry(const UserEntry& entry, const PreparedPassword& prepared,
                                      const model::User& user) {
  if (!entry.password_hash.empty()) {
    BW_TRY_ASSIGN(std::string imported, ImportedHash(entry));
    return imported == user.password_hash ? std::string() : std::move(imported);
  }
  if (!prepared.judged || user.password_hash != prepared.compared) {
    return base::Fail(base::Conflict(
        "password_moved",
        "The password of a user changed during the run. Run `bearward apply` again."));
  }
  return prepared.fresh;
}

// NewHash returns the hash that replaces the stored one, empty for no change.
base::Result<std::string> NewHash(const UserEntry& entry, const PreparedPassword& prepared,
                                  const model::User& user, EntryMemory& memory) {
  const base::Secret text = PasswordText(entry);
  if (text.empty()) return std::string();
  const Stated stated = memory.Note(kPasswordField, text.Reveal());
  if (stated == Stated::kSame) return std::string();
  BW_TRY_ASSIGN(std::string hash, HashOfEntry(entry, prepared, user));
  if (hash.empty() || stated == Stated::kNew) return hash;
  memory.Keep(kPasswordField);
  return std::string();
}

// CheckPolicy validates a password that is about to be set; a hash cannot be validated. A password
// that the user had before is allowed, because a file may be older than the last change.
base::Status CheckPolicy(const UserEntry& entry, model::PolicyLevel level) {
  if (entry.password.empty()) return {};
  const base::Status allowed = model::CheckNewPassword(level, entry.password.Reveal());
  if (allowed) return {};
  return base::Fail(Mistake(entry.where, allowed.error().public_text + " The policy is " +
                                             Quoted(base::Word(level)) + "."));
}

base::Status SetHash(Applying& applying, const UserEntry& entry, model::User& user,
                     const std::string& hash) {
  BW_TRY_ASSIGN(const auto level, verify::StrictestPolicy(applying.tx, user));
  BW_TRY(CheckPolicy(entry, level));
  const int kept = model::PolicyOf(level).remembered;
  if (!user.password_hash.empty() && kept > 0) {
    BW_TRY(store::RememberPassword(applying.tx, user, user.password_hash, applying.now, kept));
  }
  user.password_hash = hash;
  user.password_changed_at = applying.now;
  user.updated_at = applying.now;
  return store::UpdateUser(applying.tx, user);
}

// Listed formats each membership as "org_1: planner, admin", the home first.
model::Cell Listed(const Memberships& memberships) {
  std::vector<std::string> texts;
  for (const model::Membership& membership : memberships) {
    std::string& text = texts.emplace_back(membership.organization.text);
    for (const std::string& role : membership.roles) {
      text += (&role == membership.roles.data() ? ": " : ", ") + role;
    }
  }
  return texts;
}

base::Status Announce(Applying& applying, const std::optional<model::User>& before,
                      const model::User& user, const Outcome& outcome) {
  BW_TRY_ASSIGN(const auto memberships,
                store::ListMemberships(applying.tx, user.environment, user.id));
  sessions::Ending ending{
      .by = ByFile(applying, user.environment), .organization = {}, .subject_id = user.id.text};
  if (!memberships.empty()) ending.organization = memberships.front().organization;
  const auto append = [&](model::EventType type, const model::Changes& changes) {
    return Append(applying, type, user.environment, ending.organization, user.id.text, changes);
  };
  model::Changes changes =
      before ? model::Changes::Between(*before, user) : model::Changes::Created(user);
  if (outcome.password) changes.AddName("password");
  if (outcome.old_memberships) {
    changes.Add("memberships", model::Kind::kTexts, Listed(*outcome.old_memberships),
                Listed(memberships));
  }
  if (outcome.is_new) return append(model::EventType::kUserCreated, changes);
  if (outcome.changed) BW_TRY(append(model::EventType::kUserUpdated, changes));
  if (outcome.password) {
    BW_TRY(append(model::EventType::kUserPasswordChanged, model::Changes().AddName("password")));
  }
  if (outcome.password || outcome.switched_on)
    BW_TRY(verify::EndLockout(applying.tx, ending.by, user.id, ending.organization));
  return outcome.password || outcome.switched_off ? sessions::EndAll(applying.tx, ending)
                                                  : base::Status();
}

base::Status Write(Applying& applying, const UserEntry& entry, const Outcome& outcome,
                   model::User& user) {
  if (!outcome.is_new && !outcome.changed) return {};
  user.updated_at = applying.now;
  return Taken(
      outcome.is_new ? store::InsertUser(applying.tx, user) : store::UpdateUser(applying.tx, user),
      entry.where,
      "the number, username or email belongs to another user. Give each user its own.");
}

base::Status ApplyUser(Applying& applying, const UserEntry& entry,
                       const PreparedPassword& prepared) {
  BW_TRY_ASSIGN(const auto environment, EnvironmentOf(applying, entry.where, entry.environment));
  BW_TRY_ASSIGN(auto found, MatchUser(applying.tx, environment.id, entry));
  const std::optional<model::User> before = found;
  const bool is_new = !found;
  if (is_new) {
    BW_TRY_ASSIGN(found, Blank(applying, environment, entry));
  }
  model::User& user = *found;
  BW_TRY(DescribeOnce(applying, entry.where, "user", environment.id, user.id.text));
  BW_TRY(CheckNames(entry, user));
  BW_TRY_ASSIGN(auto memory, MemoryOf(applying, environment, "user", user.id.text, is_new));
  Outcome outcome = Fill(user, entry, memory);
  outcome.is_new = is_new;
  BW_TRY(Write(applying, entry, outcome, user));
  BW_TRY_ASSIGN(outcome.old_memberships,
                ApplyMemberships(applying, environment, user, entry, memory));
  outcome.changed |= outcome.old_memberships.has_value();
  // After the memberships, because they determine the password policy.
  BW_TRY_ASSIGN(const std::string hash, NewHash(entry, prepared, user, memory));
  if (!hash.empty()) {
    // A new password of the file is not one that the user has chosen.
    outcome.changed |= entry.password_change_required.value_or(false) &&
                       Assign(user.password_change_required, true);
    BW_TRY(SetHash(applying, entry, user, hash));
    outcome.password = true;
  }
  Change change{.verb = VerbOf(outcome.is_new),
                .kind = "user",
                .environment = environment.name,
                .name = entry.username.empty() ? entry.email : entry.username,
                .id = user.id.text};
  BW_TRY(SaveMemory(applying, memory, entry.where, change));
  if (!outcome.is_new && !outcome.changed && !outcome.password) return {};
  BW_TRY(Announce(applying, before, user, outcome));
  Record(applying, std::move(change));
  return {};
}

}  // namespace

base::Status ApplyUsers(Applying& applying) {
  const auto& users = applying.world.users;
  // Entries with a number come first: generated numbers must differ from them.
  for (const bool numbered : {true, false}) {
    for (std::size_t i = 0; i < users.size(); ++i) {
      if (users[i].number.has_value() != numbered) continue;
      BW_TRY(ApplyUser(applying, users[i], applying.passwords[i]));
    }
  }
  return {};
}

}  // namespace bearward::provision
