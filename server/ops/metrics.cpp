// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "ops/metrics.hpp"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

namespace holdfast::ops {

namespace {

prometheus::MetricFamily family(std::string name, std::string help, prometheus::MetricType type,
                                double value) {
  prometheus::ClientMetric metric;
  if (type == prometheus::MetricType::Counter) {
    metric.counter.value = value;
  } else {
    metric.gauge.value = value;
  }
  return {std::move(name), std::move(help), type, {metric}};
}

}  // namespace

void Metrics::gauge(std::string name, std::string help, std::function<double()> read) {
  gauges_.push_back({std::move(name), std::move(help), std::move(read)});
}

std::string Metrics::text() const {
  std::vector<prometheus::MetricFamily> families;
  families.reserve(kSignals + gauges_.size());
  for (std::size_t i = 0; i < kSignals; ++i) {
    const auto signal = static_cast<Signal>(i);
    const SignalName& name = name_of(signal);
    families.push_back(family(std::string{name.metric}, std::string{name.help},
                              prometheus::MetricType::Counter,
                              static_cast<double>(counters_.counted(signal))));
  }
  for (const Gauge& gauge : gauges_) {
    families.push_back(family(gauge.name, gauge.help, prometheus::MetricType::Gauge, gauge.read()));
  }
  return prometheus::TextSerializer{}.Serialize(families);
}

}  // namespace holdfast::ops
