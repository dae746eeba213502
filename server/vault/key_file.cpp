// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "vault/key_file.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <optional>
#include <sstream>

#include "vault/aead.hpp"

namespace holdfast::vault {

namespace {

constexpr std::size_t kFileMost = 16 * 1024;  // about 200 rotations
constexpr std::size_t kIdMost = 32;

class File {
 public:
  explicit File(int fd) : fd_{fd} {}
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] int fd() const { return fd_; }

 private:
  int fd_;
};

Error invalid(std::string& why, const std::string& path, const char* sentence) {
  why = "key file " + path + ": " + sentence;
  return refuse(Code::Invalid);
}

std::optional<InstallationKey> parse_line(const std::string& line) {
  const auto space = line.find(' ');
  if (space == std::string::npos || space == 0 || space > kIdMost) return std::nullopt;
  InstallationKey key{line.substr(0, space), std::string(kKeyBytes, '\0')};
  if (key.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") != std::string::npos)
    return std::nullopt;
  std::size_t got = 0;
  const int bad = sodium_base642bin(reinterpret_cast<unsigned char*>(key.key.data()), key.key.size(),
                                    line.data() + space + 1, line.size() - space - 1, nullptr, &got, nullptr,
                                    sodium_base64_VARIANT_ORIGINAL);
  if (bad != 0 || got != kKeyBytes) return std::nullopt;
  return key;
}

std::string text_of(const std::vector<InstallationKey>& keys) {
  std::string out;
  for (const InstallationKey& key : keys) {
    std::string base64(sodium_base64_ENCODED_LEN(kKeyBytes, sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(base64.data(), base64.size(), reinterpret_cast<const unsigned char*>(key.key.data()),
                      key.key.size(), sodium_base64_VARIANT_ORIGINAL);
    base64.pop_back();  // its terminating zero
    out += key.id + ' ' + base64 + '\n';
    wipe(base64);
  }
  return out;
}

bool write_all(int fd, const std::string& text) {
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t wrote = ::write(fd, text.data() + done, text.size() - done);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return false;
    done += static_cast<std::size_t>(wrote);
  }
  return ::fsync(fd) == 0;
}

bool sync_folder_of(const std::string& path) {
  auto folder = std::filesystem::path{path}.parent_path();
  if (folder.empty()) folder = ".";
  const File opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  return opened.fd() >= 0 && ::fsync(opened.fd()) == 0;
}

}  // namespace

Result<std::vector<InstallationKey>> read_key_file(const std::string& path, std::string& why) {
  const File file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
  if (file.fd() < 0) return invalid(why, path, "cannot be opened.");
  struct stat facts {};
  if (::fstat(file.fd(), &facts) != 0 || !S_ISREG(facts.st_mode))
    return invalid(why, path, "is not a plain file.");
  if (facts.st_uid != ::geteuid()) return invalid(why, path, "belongs to another user.");
  if ((facts.st_mode & 0077U) != 0)
    return invalid(why, path, "can be read by others; its mode must be 0600.");
  std::string text(kFileMost + 1, '\0');
  const ssize_t got = ::read(file.fd(), text.data(), text.size());
  if (got < 0) return invalid(why, path, "cannot be read.");
  if (static_cast<std::size_t>(got) > kFileMost)
    return invalid(why, path, "is larger than a key file can be.");
  text.resize(static_cast<std::size_t>(got));

  std::vector<InstallationKey> keys;
  std::istringstream lines{text};
  wipe(text);
  for (std::string line; std::getline(lines, line); wipe(line)) {
    if (line.empty()) continue;
    auto key = parse_line(line);
    if (!key) return invalid(why, path, "has a line that is not `id base64(32 bytes)`.");
    for (const InstallationKey& other : keys) {
      if (other.id == key->id) return invalid(why, path, "names the same key twice.");
    }
    keys.push_back(std::move(*key));
  }
  if (keys.empty()) return invalid(why, path, "holds no key.");
  return keys;
}

Result<void> write_key_file(const std::string& path, const std::vector<InstallationKey>& keys,
                            Existing existing, std::string& why) {
  const std::string fresh = path + ".new";
  ::unlink(fresh.c_str());  // left by a crash; never the file in use
  std::string text = text_of(keys);
  bool written = false;
  {
    const File file{::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
    written = file.fd() >= 0 && write_all(file.fd(), text);
  }
  wipe(text);
  if (!written) return invalid(why, path, "cannot be written.");
  // A hard link fails when the name is taken, a rename would not: losing a key is losing everything under it.
  const bool placed = existing == Existing::Replace ? ::rename(fresh.c_str(), path.c_str()) == 0
                                                    : ::link(fresh.c_str(), path.c_str()) == 0;
  if (existing == Existing::Refuse || !placed) ::unlink(fresh.c_str());
  if (!placed) return invalid(why, path, "exists already or its folder cannot be written.");
  if (!sync_folder_of(path)) return invalid(why, path, "was written but its folder could not be synced.");
  return {};
}

}  // namespace holdfast::vault
