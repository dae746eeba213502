// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "hammer/meters.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

#include "hammer/frames.hpp"

namespace holdfast::load {

namespace {

std::string read_whole(const std::string& path) {
  std::ifstream file{path};
  if (!file) throw Broken{path + " cannot be read"};
  return {std::istreambuf_iterator<char>{file}, {}};
}

/// The number after `name` at the start of a line, or after it within a line.
double number_after(const std::string& text, const std::string& name) {
  const std::size_t at = text.find(name);
  return at == std::string::npos ? 0 : std::stod(text.substr(at + name.size()));
}

constexpr std::array<const char*, HOLDFAST_COUNTED_KINDS> kNames{HOLDFAST_COUNTED_NAMES};

}  // namespace

double cpu_seconds(pid_t process) {
  const std::string text = read_whole("/proc/" + std::to_string(process) + "/stat");
  std::istringstream fields{text.substr(text.rfind(')') + 2)};  // the name may hold anything
  std::string skipped;
  for (int field = 3; field < 14; ++field) fields >> skipped;
  double user = 0;
  double system = 0;
  fields >> user >> system;
  return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

Memory memory_of(pid_t process) {
  const std::string status = read_whole("/proc/" + std::to_string(process) + "/status");
  const std::string machine = read_whole("/proc/meminfo");
  const std::string sockets = read_whole("/proc/net/sockstat");
  const double pages = number_after(sockets.substr(sockets.find("TCP:")), " mem ");
  return {number_after(status, "RssAnon:"),
          number_after(machine, "Slab:") + pages * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1024};
}

Counters::Counters(const std::string& file) {
  if (file.empty()) return;
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) throw Broken{file + " cannot be opened"};
  void* const mapped = ::mmap(nullptr, sizeof(Values), PROT_READ, MAP_SHARED, fd, 0);
  ::close(fd);
  if (mapped == MAP_FAILED) throw Broken{file + " cannot be mapped"};
  shared_ = static_cast<const std::uint64_t*>(mapped);
}

Counters::~Counters() {
  if (shared_ != nullptr) ::munmap(const_cast<std::uint64_t*>(shared_), sizeof(Values));
}

Counters::Values Counters::now() const {
  Values values{};
  if (shared_ == nullptr) return values;
  for (std::size_t i = 0; i < values.size(); ++i)
    values.at(i) = __atomic_load_n(shared_ + i, __ATOMIC_RELAXED);
  return values;
}

boost::json::object per(const Counters::Values& before, const Counters::Values& after, double times) {
  boost::json::object out;
  for (std::size_t i = 0; i < before.size(); ++i) {
    out[kNames.at(i)] = static_cast<double>(after.at(i) - before.at(i)) / times;
  }
  return out;
}

double Spread::at(double share) {
  if (values_.empty()) return 0;
  std::sort(values_.begin(), values_.end());
  const auto last = static_cast<double>(values_.size() - 1);
  return values_[static_cast<std::size_t>(share * last)];
}

}  // namespace holdfast::load
