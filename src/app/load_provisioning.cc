#include "app/load_provisioning.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <system_error>
#include <utility>
#include <vector>

#include "app/provision_file.h"
#include "app/read_file.h"
#include "base/invalid.h"

namespace bearward::app {
namespace {

template <class T>
void Append(std::vector<T>& to, std::vector<T>&& more) {
  std::ranges::move(more, std::back_inserter(to));
}

void Join(provision::ProvisioningFile& all, provision::ProvisioningFile more) {
  auto& [environments, roles, organizations, users, access_profiles, applications, api_keys,
         objects, policies, feature_flags, resource_types] = all;
  Append(environments, std::move(more.environments));
  Append(roles, std::move(more.roles));
  Append(organizations, std::move(more.organizations));
  Append(users, std::move(more.users));
  Append(access_profiles, std::move(more.access_profiles));
  Append(applications, std::move(more.applications));
  Append(api_keys, std::move(more.api_keys));
  Append(objects, std::move(more.objects));
  Append(policies, std::move(more.policies));
  Append(feature_flags, std::move(more.feature_flags));
  Append(resource_types, std::move(more.resource_types));
}

base::Result<std::vector<std::string>> FilesOf(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_directory(path, error)) return std::vector<std::string>{path};
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(path, error)) {
    if (entry.path().extension() == ".toml") files.push_back(entry.path().string());
  }
  if (files.empty()) {
    return base::Fail(
        base::Invalid("no_provisioning_file",
                      path + ": this is a folder without a file whose name ends in .toml."));
  }
  std::ranges::sort(files);
  return files;
}

base::Result<std::string> TextOf(const std::string& file) {
  if (file != "-") return ReadWholeFile(file);
  return std::string(std::istreambuf_iterator<char>(std::cin), {});
}

}  // namespace

base::Result<provision::ProvisioningFile> LoadProvisioningFiles(
    std::span<const std::string> paths) {
  provision::ProvisioningFile all;
  for (const std::string& path : paths) {
    BW_TRY_ASSIGN(const auto files, FilesOf(path));
    for (const std::string& file : files) {
      BW_TRY_ASSIGN(const std::string text, TextOf(file));
      BW_TRY_ASSIGN(auto parsed, ParseProvisionFile(text, file == "-" ? "standard input" : file));
      Join(all, std::move(parsed));
    }
  }
  return all;
}

}  // namespace bearward::app
