{{/* Labels of one part; dict "root" $ "part" name. */}}
{{- define "seekwell-monitoring.selector" -}}
app.kubernetes.io/name: seekwell-monitoring
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
app.kubernetes.io/component: {{ .part }}
{{- end -}}

{{- define "seekwell-monitoring.labels" -}}
{{ include "seekwell-monitoring.selector" . }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | quote }}
{{- end -}}

{{- define "seekwell-monitoring.pod" -}}
{{- with .root.Values.pullSecrets }}
imagePullSecrets: {{ toYaml . | nindent 2 }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: {{ .user }}
  runAsGroup: {{ .user }}
  fsGroup: {{ .user }}
  seccompProfile:
    type: RuntimeDefault
{{- end -}}

{{- define "seekwell-monitoring.container" -}}
image: {{ printf "%s%s" .root.Values.registry .values.image | quote }}
imagePullPolicy: {{ .root.Values.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  capabilities:
    drop: [ALL]
resources: {{ toYaml .values.resources | nindent 2 }}
{{- end -}}

{{- define "seekwell-monitoring.storage" -}}
- name: storage
{{- if .values.storage }}
  persistentVolumeClaim:
    claimName: {{ .root.Release.Name }}-{{ .part }}
{{- else }}
  emptyDir: {}
{{- end }}
{{- end -}}

{{- define "seekwell-monitoring.claim" -}}
{{- if .values.storage }}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: {{ .root.Release.Name }}-{{ .part }}
  labels: {{ include "seekwell-monitoring.labels" . | nindent 4 }}
spec:
  accessModes: [ReadWriteOnce]
  resources:
    requests:
      storage: {{ .values.storage }}
{{- end }}
{{- end -}}

{{/* Where Prometheus finds drivers. */}}
{{- define "seekwell-monitoring.drivers" -}}
kubernetes_sd_configs:
  - role: pod
    namespaces:
      names:
        {{- range (.Values.prometheus.namespaces | default (list .Release.Namespace)) }}
        - {{ . | quote }}
        {{- end }}
relabel_configs:
  - source_labels: [__meta_kubernetes_pod_label_spark_role]
    regex: driver
    action: keep
  - source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_scrape]
    regex: "true"
    action: keep
  # One target, whichever of the pod's ports it was found by.
  - source_labels: [__meta_kubernetes_pod_ip]
    target_label: __address__
    replacement: "$1:4040"
  - source_labels: [__meta_kubernetes_pod_ip, __meta_kubernetes_pod_annotation_prometheus_io_port]
    regex: "([^;]+);([0-9]+)"
    target_label: __address__
    replacement: "$1:$2"
  - source_labels: [__meta_kubernetes_namespace]
    target_label: namespace
  - source_labels: [__meta_kubernetes_pod_name]
    target_label: pod
{{- end -}}
