# The first tables (written by makemigrations).

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Terminal',
            fields=[
                ('id', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=64)),
                ('branch', models.CharField(max_length=64)),
                ('district', models.CharField(blank=True, max_length=64)),
                ('envelope_key', models.BinaryField()),
                ('receipt_key', models.BinaryField()),
                ('request_key', models.BinaryField()),
                ('statement', models.BinaryField()),
                ('enrolled_at', models.DateTimeField()),
                ('revoked', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['branch', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('terminal', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to='store.terminal')),
                ('seen_at', models.DateTimeField()),
                ('manifest', models.BigIntegerField()),
                ('build', models.CharField(blank=True, max_length=64)),
                ('health', models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name='EnrolmentOffer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('name', models.CharField(max_length=64)),
                ('branch', models.CharField(max_length=64)),
                ('district', models.CharField(blank=True, max_length=64)),
                ('expires_at', models.DateTimeField()),
                ('terminal', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, to='store.terminal')),
            ],
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('reference', models.CharField(db_index=True, max_length=16)),
                ('kind', models.CharField(max_length=16)),
                ('state', models.CharField(choices=[('received', 'received'), ('opened', 'opened'), ('needs-clerk', 'needs a clerk')], db_index=True, default='received', max_length=16)),
                ('epoch', models.CharField(max_length=32)),
                ('seq', models.BigIntegerField()),
                ('received_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=32)),
                ('content_digest', models.CharField(blank=True, max_length=64)),
                ('item', models.CharField(blank=True, max_length=64)),
                ('item_version', models.IntegerField(blank=True, null=True)),
                ('language', models.CharField(blank=True, max_length=16)),
                ('identity_basis', models.CharField(blank=True, max_length=64)),
                ('check_code', models.CharField(blank=True, max_length=16)),
                ('applicant_name', models.CharField(blank=True, max_length=256)),
                ('applicant_number', models.CharField(blank=True, max_length=64)),
                ('applicant', models.JSONField(blank=True, null=True)),
                ('answers', models.JSONField(blank=True, null=True)),
                ('consent', models.JSONField(blank=True, null=True)),
                ('strokes', models.JSONField(blank=True, null=True)),
                ('terminal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='store.terminal')),
            ],
            options={
                'ordering': ['-received_at'],
            },
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('of', models.CharField(db_index=True, max_length=32)),
                ('score', models.SmallIntegerField()),
                ('language', models.CharField(blank=True, max_length=16)),
                ('received_at', models.DateTimeField()),
                ('terminal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='store.terminal')),
            ],
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.BigIntegerField()),
                ('name', models.CharField(max_length=64)),
                ('values', models.JSONField(default=list)),
                ('batch', models.CharField(max_length=64)),
                ('place', models.IntegerField()),
                ('terminal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='store.terminal')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('terminal', 'batch', 'place'), name='an_event_once')],
            },
        ),
        migrations.CreateModel(
            name='Envelope',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('epoch', models.CharField(max_length=32)),
                ('seq', models.BigIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('previous', models.CharField(max_length=64)),
                ('identifier', models.CharField(blank=True, db_index=True, max_length=32)),
                ('kind', models.SmallIntegerField()),
                ('conflict', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('kept', 'kept'), ('sealed', 'sealed'), ('opened', 'opened'), ('needs-clerk', 'needs a clerk')], max_length=16)),
                ('reason', models.CharField(blank=True, max_length=32)),
                ('received_at', models.DateTimeField()),
                ('body', models.BinaryField()),
                ('terminal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='store.terminal')),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(condition=models.Q(('state', 'sealed')), fields=['id'], name='envelopes_to_open')],
                'constraints': [models.UniqueConstraint(fields=('terminal', 'epoch', 'seq', 'digest'), name='an_envelope_once'), models.UniqueConstraint(condition=models.Q(('conflict', False)), fields=('terminal', 'epoch', 'seq'), name='a_place_has_one_first_envelope')],
            },
        ),
        migrations.CreateModel(
            name='Chain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('epoch', models.CharField(max_length=32)),
                ('seq', models.BigIntegerField(default=0)),
                ('head', models.CharField(max_length=64)),
                ('terminal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='store.terminal')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('terminal', 'epoch'), name='a_chain_once')],
            },
        ),
    ]
