#include "app/init.h"

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <iostream>
#include <system_error>

#include "app/config.h"
#include "app/write_file.h"
#include "base/invalid.h"
#include "base/utf8.h"
#include "commands/answer.h"
#include "json/writer.h"

namespace bearward::app {
namespace {

constexpr const char* kConfigFile = "bearward.toml";
constexpr const char* kProvisioningFile = "provisioning.toml";
constexpr mode_t kMode = 0600;  // later versions of them may contain secrets

struct Question {
  const char* option;
  const char* text;
  const char* usual;
  std::string InitAnswers::* answer;
};

constexpr Question kQuestions[] = {
    {"--name", "Name of the first environment", "production", &InitAnswers::environment},
    {"--organization", "Name of the first organization, or nothing for none", "",
     &InitAnswers::organization},
    {"--issuer", "URL under which clients reach the server, or nothing for this machine only", "",
     &InitAnswers::issuer},
};

std::string Ask(const Question& question) {
  std::string prompt = question.text;
  if (*question.usual != '\0') prompt += std::string(" [") + question.usual + "]";
  std::fputs((prompt + ": ").c_str(), stderr);
  std::string line;
  std::getline(std::cin, line);
  return line.empty() ? question.usual : line;
}

// A JSON string is also a basic string of TOML, except for two escapes that names do not need.
std::string Quoted(const std::string& text) { return json::Quote(text); }

base::Status CheckNew(const std::string& file) {
  if (!FileExists(file)) return {};
  return base::Fail(base::Exists(
      "file_exists", file + " exists already. Remove it, or run init in another folder."));
}

// DataPath returns the absolute path of the data folder. A relative one would name other data for
// a start in another working folder.
base::Result<std::string> DataPath() {
  std::error_code error;
  std::string folder = (std::filesystem::current_path(error) / "data").string();
  if (!error && base::IsUtf8(folder)) return folder;
  return base::Fail(base::Invalid(
      "bad_setting",
      "server.data: the current folder does not exist any more, or its path is not UTF-8, so a "
      "settings file cannot name it. Run init in another folder."));
}

}  // namespace

std::vector<commands::Option> InitOptions() {
  std::vector<commands::Option> options;
  for (const Question& question : kQuestions) {
    options.push_back({.name = question.option, .text = question.text});
  }
  return options;
}

std::string ConfigText(const InitAnswers& answers, const std::string& data) {
  const std::string issuer = answers.issuer.empty() ? "# issuer = \"https://id.example.com\"\n"
                                                    : "issuer = " + Quoted(answers.issuer) + "\n";
  return "# Configuration of Bearward. `bearward config print` shows all settings with their\n"
         "# values, `bearward config check` reads this file as `serve` does.\n"
         "[server]\n"
         "# The folder with the database and the keys. Back it up: see docs/backup.md.\n"
         "data = " +
         Quoted(data) +
         "\n"
         "# The addresses to listen on, or \"off\".\n"
         "http = \"127.0.0.1:8080\"\n"
         "https = \"127.0.0.1:8443\"\n"
         "# The URL under which clients reach the server. Tokens contain it, so set it before the\n"
         "# first token is issued.\n" +
         issuer;
}

std::string ProvisioningText(const InitAnswers& answers) {
  std::string text =
      "# What `bearward apply provisioning.toml` makes. docs/provisioning.md describes the form;\n"
      "# what is not in this file stays as it is.\n"
      "[[environments]]\n"
      "name = " +
      Quoted(answers.environment) +
      "\n\n"
      "# A role is a named set of permissions.\n"
      "[[roles]]\n"
      "slug = \"member\"\n"
      "name = \"Member\"\n"
      "permissions = []\n";
  if (!answers.organization.empty()) {
    text += "\n[[organizations]]\nname = " + Quoted(answers.organization) + "\n";
  }
  return text;
}

base::Result<int> RunInit(const commands::Words& words) {
  BW_TRY(CheckNew(kConfigFile));
  BW_TRY(CheckNew(kProvisioningFile));
  InitAnswers answers;
  const bool asks = ::isatty(STDIN_FILENO) != 0;
  for (const Question& question : kQuestions) {
    std::string& answer = answers.*question.answer;
    if (words.Has(question.option)) {
      answer = words.Last(question.option);
    } else {
      answer = asks ? Ask(question) : question.usual;
    }
  }
  BW_TRY_ASSIGN(const std::string data, DataPath());
  Config checked;
  if (!answers.issuer.empty()) {
    BW_TRY(Put(checked, {"server.issuer", {answers.issuer}, "--issuer"}));
  }
  BW_TRY(WriteNewFile(kConfigFile, ConfigText(answers, data), kMode));
  BW_TRY(WriteNewFile(kProvisioningFile, ProvisioningText(answers), kMode));
  std::fputs(
      "Wrote bearward.toml and provisioning.toml. Next:\n"
      "  bearward serve --config bearward.toml --apply provisioning.toml\n"
      "  bearward key create --config bearward.toml      # in another terminal\n",
      stderr);
  return commands::kOk;
}

}  // namespace bearward::app
