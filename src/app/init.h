// Init: writes a commented configuration file and a provisioning file for a new installation.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "commands/command.h"
#include "commands/parse.h"

namespace bearward::app {

// InitAnswers are the answers to the three questions.
struct InitAnswers {
  std::string environment;   // name of the first environment
  std::string organization;  // name of the first organization; empty: none
  std::string issuer;        // URL under which clients reach the server; empty: this machine
};

// InitOptions are the options of `bearward init`.
std::vector<commands::Option> InitOptions();

// ConfigText and ProvisioningText return the contents of the two files. `data` is the path of the
// data folder.
std::string ConfigText(const InitAnswers& answers, const std::string& data);
std::string ProvisioningText(const InitAnswers& answers);

// RunInit asks for the answers that the options lack, if standard input is a terminal, and writes
// bearward.toml and provisioning.toml. kExists "file_exists" if one of them is there already.
base::Result<int> RunInit(const commands::Words& words);

}  // namespace bearward::app
