/** An Auto Scaling group of instances that carries a cluster. */
export interface ScaledGroup {
  readonly name: string;
  readonly clusterName: string;
}
